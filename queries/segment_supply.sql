-- What segments sell to each other
-- The yearly value of supply between their open firms, shared evenly where a firm stands in several segments; no target means buyers in other chains.
-- :chain text
with place as materialized (
    select
        enterprise_segment.uscc,
        enterprise_segment.segment_id,
        segment.chain_id,
        1 / count(*) over (partition by enterprise_segment.uscc) as part
    from enterprise_segment
    join segment using (segment_id)
    join enterprise using (uscc)
    where enterprise.status <> '注销'
)
select
    selling.segment_id as from_segment,
    case when buying.chain_id = selling.chain_id then buying.segment_id end as to_segment,
    count(*) as links,
    sum(supply_link.annual_value * selling.part * buying.part) as annual_value
from supply_link
join place as selling on selling.uscc = supply_link.supplier
join place as buying on buying.uscc = supply_link.customer
where supply_link.supplier <> supply_link.customer
  and supply_link.annual_value > 0
  and ($chain is null or selling.chain_id = $chain)
group by all
order by all
