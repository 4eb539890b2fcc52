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
),
sold as materialized (
    select
        place.segment_id as from_segment,
        place.chain_id,
        supply_link.customer,
        supply_link.annual_value * place.part as annual_value
    from supply_link
    join place on place.uscc = supply_link.supplier
    where supply_link.supplier <> supply_link.customer
      and supply_link.annual_value > 0
      and ($chain is null or place.chain_id = $chain)
)
select
    sold.from_segment,
    case when place.chain_id = sold.chain_id then place.segment_id end as to_segment,
    count(*) as links,
    sum(sold.annual_value * place.part) as annual_value
from sold
join place on place.uscc = sold.customer
group by all
order by all
