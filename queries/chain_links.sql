-- How products flow between the segments of a chain
-- From the supplying segment to the one that uses its products.
-- :chain text
select
    segment_link.from_segment,
    segment_link.to_segment
from segment_link
join segment on segment.segment_id = segment_link.from_segment
where $chain is null or segment.chain_id = $chain
order by segment_link.from_segment, segment_link.to_segment
