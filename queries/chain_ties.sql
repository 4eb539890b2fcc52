-- Supply across chains
-- Links whose supplier and customer have no chain in common, from the one's chain to the other's; a firm of several chains counts in each, and zero or negative money in none.
with member as materialized (
    select
        uscc,
        list(chain_id) as chains
    from chain_firm
    group by uscc
),
crossing as (
    select
        unnest(supplying.chains) as supplying_chain_id,
        buying.chains as buying_chains,
        supply_link.source,
        case when supply_link.annual_value > 0 then supply_link.annual_value end as annual_value
    from supply_link
    join member as supplying on supplying.uscc = supply_link.supplier
    join member as buying on buying.uscc = supply_link.customer
    where not list_has_any(supplying.chains, buying.chains)
),
tie as (
    select
        supplying_chain_id,
        unnest(buying_chains) as buying_chain_id,
        source,
        annual_value
    from crossing
)
select
    tie.supplying_chain_id,
    supplying.name as supplying_chain,
    supplying.name_en as supplying_chain_en,
    tie.buying_chain_id,
    buying.name as buying_chain,
    buying.name_en as buying_chain_en,
    count(*) as links,
    sum(tie.annual_value) as annual_value,
    count(*) filter (tie.source = '推断') / count(*) as inferred_share
from tie
join chain as supplying on supplying.chain_id = tie.supplying_chain_id
join chain as buying on buying.chain_id = tie.buying_chain_id
group by all
order by annual_value desc nulls last, links desc, supplying_chain_id, buying_chain_id
