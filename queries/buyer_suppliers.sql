-- From whom the large firms buy
-- Every local supplier of the firms above scale that buy most from local firms, and what they buy of it in a year.
-- :chain text
-- :limit integer = 300
with bought as materialized (
    select
        supply_link.customer,
        supply_link.supplier,
        sum(supply_link.annual_value) as annual_value
    from supply_link
    join enterprise as buyer on buyer.uscc = supply_link.customer
    join enterprise as seller on seller.uscc = supply_link.supplier
    where supply_link.supplier <> supply_link.customer
      and supply_link.annual_value > 0
      and buyer.size_class in ('规上', '限上')
      and buyer.status <> '注销'
      and seller.status <> '注销'
    group by all
),
chosen as (
    select customer
    from bought
    where $chain is null or customer in (select uscc from chain_firm where chain_id = $chain)
    group by customer
    order by sum(annual_value) desc, customer
    limit $limit::integer
)
select
    bought.customer,
    buyer.name as buyer_name,
    bought.supplier,
    enterprise.name as enterprise,
    bought.annual_value
from bought
semi join chosen using (customer)
join enterprise as buyer on buyer.uscc = bought.customer
join enterprise on enterprise.uscc = bought.supplier
order by bought.customer, bought.annual_value desc, bought.supplier
