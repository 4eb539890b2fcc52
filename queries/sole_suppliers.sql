-- Firms that are the only supplier of an essential input
-- For how many buyers of its chain a firm is the only recorded local supplier of an essential segment, what they buy of it in a year, and how many firms that segment has.
-- :chain text
-- :limit integer = 200
with place as materialized (
    select
        enterprise_segment.uscc,
        enterprise_segment.segment_id,
        segment.chain_id,
        count(*) over (partition by enterprise_segment.segment_id) as firms
    from enterprise_segment
    join segment using (segment_id)
    join enterprise using (uscc)
    where segment.essential
      and enterprise.status <> '注销'
      and ($chain is null or segment.chain_id = $chain)
),
sold as materialized (
    select
        place.segment_id,
        place.chain_id,
        place.firms,
        supply_link.supplier,
        supply_link.customer,
        supply_link.annual_value
    from supply_link
    join place on place.uscc = supply_link.supplier
    where supply_link.supplier <> supply_link.customer
),
input as materialized (
    select
        segment_id,
        min(supplier) as uscc,
        min(firms) as firms,
        sum(annual_value) as annual_value
    from sold
    semi join chain_firm on chain_firm.uscc = sold.customer and chain_firm.chain_id = sold.chain_id
    group by segment_id, customer
    having min(supplier) = max(supplier)
)
select
    input.uscc, enterprise.name as enterprise,
    input.segment_id, segment.name as segment,
    segment.chain_id, chain.name as chain, chain.name_en as chain_en,
    count(*) as sole_buyers,
    sum(input.annual_value) as annual_value,
    min(input.firms) as firms
from input
join enterprise using (uscc)
join segment using (segment_id)
join chain using (chain_id)
group by all
order by annual_value desc nulls last, sole_buyers desc, input.uscc, input.segment_id
limit $limit::integer
