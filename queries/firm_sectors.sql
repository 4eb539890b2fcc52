-- The sector of each firm
-- The industry code of every open firm; of a product bought outside the city its own, else the product itself.
select
    uscc,
    industry_code
from enterprise
where status <> '注销'
union all
select
    'outside:' || product as uscc,
    coalesce(max(industry_code), 'outside:' || product) as industry_code
from outside_purchase
group by product
