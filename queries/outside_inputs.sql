-- What the city buys elsewhere
-- Every product that open firms buy outside the city: how many buy it, and for how much a year.
select
    outside_purchase.product,
    count(distinct outside_purchase.uscc) as customers,
    sum(outside_purchase.annual_value) as annual_value
from outside_purchase
join enterprise using (uscc)
where enterprise.status <> '注销'
group by outside_purchase.product
order by annual_value desc nulls last, outside_purchase.product
