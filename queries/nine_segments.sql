-- The segments of every chain
-- All chains' segments by stage, each with its firms, output and growth; one without a firm is a gap.
select
    segment.chain_id,
    chain.name as chain,
    chain.name_en as chain_en,
    segment.segment_id,
    segment.name as segment,
    segment.stage,
    segment.essential,
    count(distinct segment_firm.uscc) as firms,
    sum(segment_firm.output_ytd) as output_ytd,
    sum(segment_firm.output_ytd) / nullif(sum(segment_firm.output_before), 0) - 1 as output_growth
from segment
join chain using (chain_id)
left join segment_firm using (segment_id)
group by
    segment.chain_id,
    chain.name,
    chain.name_en,
    segment.segment_id,
    segment.name,
    segment.stage,
    segment.essential,
    segment.position
order by
    segment.chain_id,
    array_position(['上游', '中游', '下游', '配套'], segment.stage),
    segment.position,
    segment.segment_id
