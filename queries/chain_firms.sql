-- The firms of a chain by their segments
-- Every open firm in each segment where it stands, with how many others stand there beside it.
-- :chain text
select
    segment_firm.uscc,
    segment_firm.name,
    segment_firm.segment_id,
    segment.name as segment,
    segment_firm.output_ytd,
    count(*) over (partition by segment_firm.segment_id) - 1 as others
from segment_firm
join segment using (segment_id)
where $chain is null or segment_firm.chain_id = $chain
order by segment_firm.uscc, segment.position, segment_firm.segment_id
