-- What chains produce and sell to firms
-- Firms, reported output and yearly sales by known links; a firm counts once in each of its chains, the row without a chain is the city.
with latest as (
    select max(month) as month from enterprise_month
),
open_firm as (
    select uscc from enterprise where status <> '注销'
),
sale as (
    select
        supplier as uscc,
        sum(annual_value) as sales
    from supply_link
    semi join open_firm as supplying on supplying.uscc = supply_link.supplier
    semi join open_firm as buying on buying.uscc = supply_link.customer
    where annual_value > 0 and supplier <> customer
    group by supplier
),
firm as (
    select
        open_firm.uscc,
        coalesce(enterprise_month.output_ytd, 0) as output_ytd,
        coalesce(sale.sales, 0) as sales
    from open_firm
    cross join latest
    left join enterprise_month
        on enterprise_month.uscc = open_firm.uscc and enterprise_month.month = latest.month
    left join sale on sale.uscc = open_firm.uscc
)
select
    chain.chain_id,
    chain.name,
    chain.name_en,
    count(firm.uscc) as firms,
    coalesce(sum(firm.output_ytd), 0) as output_ytd,
    coalesce(sum(firm.sales), 0) as sales
from chain
left join chain_firm using (chain_id)
left join firm using (uscc)
group by all
union all
select
    null as chain_id,
    null as name,
    null as name_en,
    count(*) as firms,
    coalesce(sum(output_ytd), 0) as output_ytd,
    coalesce(sum(sales), 0) as sales
from firm
order by chain_id nulls last
