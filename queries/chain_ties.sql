-- Supply across chains
-- Links whose supplier and customer have no chain in common, from the one's chain to the other's; a firm of several chains counts in each, and zero or negative money in none.
with crossing as (
    select
        supplying.chain_id as supplying_chain_id,
        buying.chain_id as buying_chain_id,
        supply_link.supplier,
        supply_link.customer,
        supply_link.source,
        case when supply_link.annual_value > 0 then supply_link.annual_value end as annual_value
    from supply_link
    join chain_firm as supplying on supplying.uscc = supply_link.supplier
    join chain_firm as buying on buying.uscc = supply_link.customer
    where supplying.chain_id <> buying.chain_id
),
inside as (
    select distinct
        crossing.supplier,
        crossing.customer
    from crossing
    join chain_firm as supplying on supplying.uscc = crossing.supplier
    join chain_firm as buying
        on buying.uscc = crossing.customer and buying.chain_id = supplying.chain_id
)
select
    crossing.supplying_chain_id,
    supplying.name as supplying_chain,
    supplying.name_en as supplying_chain_en,
    crossing.buying_chain_id,
    buying.name as buying_chain,
    buying.name_en as buying_chain_en,
    count(*) as links,
    sum(crossing.annual_value) as annual_value,
    count(*) filter (crossing.source = '推断') / count(*) as inferred_share
from crossing
anti join inside using (supplier, customer)
join chain as supplying on supplying.chain_id = crossing.supplying_chain_id
join chain as buying on buying.chain_id = crossing.buying_chain_id
group by all
order by annual_value desc nulls last, links desc, supplying_chain_id, buying_chain_id
