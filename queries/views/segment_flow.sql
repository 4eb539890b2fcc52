-- Segment flow
-- What the firms of one segment supply a year to those of another of the same chain. Closed firms, a firm's supply to itself, and values that are zero or negative are left out; a firm that stands in several segments counts in each.
with member as (
    select distinct
        segment.chain_id,
        enterprise_segment.segment_id,
        enterprise.uscc
    from enterprise_segment
    join segment using (segment_id)
    join enterprise using (uscc)
    where enterprise.status <> '注销'
)
select
    selling.chain_id,
    selling.segment_id as from_segment,
    buying.segment_id as to_segment,
    count(*) as links,
    sum(supply_link.annual_value) filter (supply_link.annual_value > 0) as annual_value,
    count(*) filter (supply_link.source = '推断') / count(*) as inferred_share
from supply_link
join member as selling on selling.uscc = supply_link.supplier
join member as buying
    on buying.uscc = supply_link.customer
    and buying.chain_id = selling.chain_id
where supply_link.supplier <> supply_link.customer
group by selling.chain_id, selling.segment_id, buying.segment_id
