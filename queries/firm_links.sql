-- The supply links around a firm
-- Its suppliers and customers, one row a product, and the suppliers and customers of its largest partners on each side; closed firms and links of a firm to itself are left out.
-- :firm text
-- :top integer = 11
with partner as (
    select '供应商' as tie, supplier as uscc, annual_value from supply_link where customer = $firm
    union all
    select '客户' as tie, customer as uscc, annual_value from supply_link where supplier = $firm
),
hub as (
    select tie, partner.uscc
    from partner
    join enterprise on enterprise.uscc = partner.uscc and enterprise.status <> '注销'
    where partner.uscc <> $firm
    group by tie, partner.uscc
    qualify row_number() over (
        partition by tie order by coalesce(sum(greatest(annual_value, 0)), 0) desc, partner.uscc
    ) <= $top::integer
    union all
    select unnest(['供应商', '客户']) as tie, $firm as uscc
),
around as (
    select hub.uscc, if(hub.uscc = $firm, tie, tie || '的' || tie) as tie, supplier, customer, product, annual_value, year, source, confidence
    from supply_link
    join hub on hub.tie = '供应商' and hub.uscc = supply_link.customer
    union all
    select hub.uscc, if(hub.uscc = $firm, tie, tie || '的' || tie) as tie, supplier, customer, product, annual_value, year, source, confidence
    from supply_link
    join hub on hub.tie = '客户' and hub.uscc = supply_link.supplier
)
select
    around.tie,
    around.supplier,
    selling.name as supplier_name,
    around.customer,
    buying.name as customer_name,
    around.product,
    around.annual_value,
    around.year,
    around.source as link_source,
    around.confidence
from around
join enterprise as selling on selling.uscc = around.supplier and selling.status <> '注销'
join enterprise as buying on buying.uscc = around.customer and buying.status <> '注销'
where around.supplier <> around.customer
  and (around.uscc = $firm or $firm not in (around.supplier, around.customer))
order by
    array_position(['供应商', '客户', '供应商的供应商', '客户的客户'], around.tie),
    around.annual_value desc nulls last,
    around.supplier,
    around.customer,
    around.product
