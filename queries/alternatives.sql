-- Who could step in
-- For each firm that stops (codes with commas), or a product from outside: open firms that sell the same product, stand in its segment or are of its industry.
-- :firms text
-- :product text
-- :county text
-- :limit integer = 30
with wanted as (
    select uscc as instead_of, name as instead_of_name, industry_code from enterprise
    where uscc in (select unnest(string_split($firms, ',')))
    union all
    select product, product, max(industry_code) from outside_purchase where product = $product group by product
),
sale as (
    select supplier as uscc, customer, product from supply_link
    union all
    select product, uscc, product from outside_purchase where product = $product
),
lost as (select distinct uscc as instead_of, customer from sale semi join wanted on instead_of = uscc),
known as (
    select instead_of, uscc, count(distinct customer) as known_customers from lost join sale using (customer) group by all
),
good as (
    select distinct instead_of, product from sale join wanted on instead_of = uscc
    union
    select instead_of, main_product from enterprise_segment join wanted on instead_of = uscc
),
maker as (
    select uscc, product from sale semi join good using (product)
    union
    select uscc, main_product from enterprise_segment semi join good on product = main_product
),
fit as (
    select instead_of, uscc, 1 as fit, product from good join maker using (product)
    union all
    select instead_of, other.uscc, 2, null
    from wanted join enterprise_segment as own on own.uscc = instead_of join enterprise_segment as other using (segment_id)
    union all
    select instead_of, uscc, 3, null from wanted join enterprise using (industry_code)
),
candidate as (
    select instead_of, uscc, min(fit) as fit, string_agg(distinct product, '、' order by product) as products
    from fit where uscc not in (select instead_of from wanted) group by instead_of, uscc
),
latest as (select max(month) as month from enterprise_month)
select
    instead_of, wanted.instead_of_name,
    ['同产品', '同环节', '同行业'][candidate.fit] as fits_by,
    uscc, enterprise.name, enterprise.county_id, enterprise.size_class,
    candidate.products, enterprise_month.output_ytd,
    coalesce(known.known_customers, 0) as known_customers
from candidate
join wanted using (instead_of)
join enterprise using (uscc)
cross join latest
left join known using (instead_of, uscc)
left join enterprise_month using (uscc, month)
where enterprise.status = '正常' and ($county is null or enterprise.county_id <> $county)
qualify row_number() over (partition by instead_of order by fit, output_ytd desc nulls last, uscc) <= $limit::integer
order by instead_of, fit, output_ytd desc nulls last, uscc
