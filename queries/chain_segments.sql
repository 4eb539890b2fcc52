-- The segments of a chain
-- Each segment with its firms, cumulative output and growth, and how much of the output its largest firm makes; a segment without a firm is a gap.
-- :chain text
select
    segment.segment_id,
    segment.name,
    segment.stage,
    segment.essential,
    count(distinct segment_firm.uscc) as firms,
    count(segment_firm.output_ytd) as reporting,
    sum(segment_firm.output_ytd) as output_ytd,
    sum(segment_firm.output_ytd) / nullif(sum(segment_firm.output_before), 0) - 1 as output_growth,
    first(segment_firm.name order by segment_firm.output_ytd desc nulls last, segment_firm.uscc)
        as largest_firm,
    max(segment_firm.output_ytd) / sum(segment_firm.output_ytd) filter (segment_firm.output_ytd > 0)
        as largest_share
from segment
left join segment_firm using (segment_id)
where $chain is null or segment.chain_id = $chain
group by segment.segment_id, segment.name, segment.stage, segment.essential, segment.position
order by
    array_position(['上游', '中游', '下游', '配套'], segment.stage),
    segment.position,
    segment.segment_id
