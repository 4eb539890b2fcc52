-- Segment flow
-- What the firms of one segment supply a year to those of another of the same chain. Closed firms, a firm's supply to itself, and values that are zero or negative are left out; a firm that stands in several segments counts in each.
with member as materialized (
    select distinct
        segment.chain_id,
        enterprise_segment.segment_id,
        enterprise.uscc
    from enterprise_segment
    join segment using (segment_id)
    join enterprise using (uscc)
    where enterprise.status <> '注销'
),
sold as materialized (
    select
        member.chain_id,
        member.segment_id,
        supply_link.customer,
        supply_link.annual_value,
        supply_link.source
    from supply_link
    join member on member.uscc = supply_link.supplier
    where supply_link.supplier <> supply_link.customer
)
select
    sold.chain_id,
    sold.segment_id as from_segment,
    member.segment_id as to_segment,
    count(*) as links,
    sum(sold.annual_value) filter (sold.annual_value > 0) as annual_value,
    count(*) filter (sold.source = '推断') / count(*) as inferred_share
from sold
join member
    on member.uscc = sold.customer
    and member.chain_id = sold.chain_id
group by sold.chain_id, sold.segment_id, member.segment_id
