-- Where the supply links come from
-- Links between open firms by how they became known, with the money and the mean confidence.
-- :chain text
with member as (
    select distinct uscc
    from chain_firm
    where $chain is null or chain_id = $chain
)
select
    supply_link.source,
    count(*) as links,
    sum(supply_link.annual_value) as annual_value,
    avg(supply_link.confidence) as confidence
from supply_link
semi join member as supplying on supplying.uscc = supply_link.supplier
semi join member as buying on buying.uscc = supply_link.customer
group by supply_link.source
order by array_position(['企业申报', '联络员登记', '推断'], supply_link.source)
