-- Local offer
-- Who in the city makes what: under a product's letters and digits, a segment and an industry code the 20 largest firms that work.
with output as (
    select
        uscc,
        output_ytd
    from enterprise_month
    where month = (select max(month) from enterprise_month)
),
firm as (
    select
        enterprise.uscc,
        enterprise.industry_code,
        row_number() over (order by output.output_ytd desc nulls last, enterprise.employees desc nulls last, enterprise.uscc) as place
    from enterprise
    left join output using (uscc)
    where enterprise.status not in ('注销', '停产')
),
made as (
    select
        uscc,
        segment_id,
        main_product as product
    from enterprise_segment
    union
    select
        supplier,
        null,
        product
    from supply_link
),
word as (
    select
        product,
        regexp_replace(lower(product), '[^\p{L}\p{N}]', '', 'g') as letters
    from (select distinct product from made where product is not null)
),
offer as (
    select 'p:' || letters as offer_key, uscc, segment_id, product from made join word using (product) where letters <> ''
    union all
    select 's:' || segment_id, uscc, segment_id, product from made where segment_id is not null
    union all
    select 'i:' || industry_code, uscc, null, null from firm where length(industry_code) = 5
)
select
    offer.offer_key,
    offer.uscc,
    arg_min(offer.segment_id, offer.segment_id) as segment_id,
    arg_min(offer.product, offer.product) as product,
    any_value(firm.place) as place
from offer
join firm using (uscc)
group by offer.offer_key, offer.uscc
qualify row_number() over (partition by offer.offer_key order by any_value(firm.place)) <= 20
