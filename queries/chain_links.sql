-- How products flow between the segments of a chain
-- From the supplying segment to the one that uses its products, with what their firms supply a year.
-- :chain text
select
    segment_link.from_segment,
    segment_link.to_segment,
    coalesce(segment_flow.links, 0) as links,
    segment_flow.annual_value,
    segment_flow.inferred_share
from segment_link
join segment on segment.segment_id = segment_link.from_segment
left join segment_flow
    on segment_flow.from_segment = segment_link.from_segment
    and segment_flow.to_segment = segment_link.to_segment
where $chain is null or segment.chain_id = $chain
order by segment_link.from_segment, segment_link.to_segment
