-- What is bought outside the city
-- Each product with its buyers, their spending a year, how many local firms make it, and the missing segment that it names; the largest spending first.
-- :chain text
-- :county text
-- :product text
with purchase as (
    select
        outside_purchase.product,
        outside_purchase.uscc,
        outside_purchase.annual_value,
        outside_purchase.origin,
        outside_purchase.industry_code
    from outside_purchase
    join enterprise using (uscc)
    where enterprise.status <> '注销'
      and ($product is null or outside_purchase.product = $product)
      and ($county is null or enterprise.county_id = $county)
      and ($chain is null or outside_purchase.uscc in (select uscc from chain_firm where chain_id = $chain))
),
made as (
    select
        need.product,
        count(distinct offer.uscc) as makers
    from (select distinct product, offer_key from outside_need where nearness < 4) as need
    join local_offer as offer using (offer_key)
    group by need.product
),
gap as (
    select
        need.product,
        min(segment.name) as gap_segment
    from (select distinct product, offer_key from outside_need) as need
    join segment on 's:' || segment.segment_id = need.offer_key
    group by need.product
    having not bool_or(segment.segment_id in (select segment_id from segment_firm))
)
select
    purchase.product,
    count(*) as buyers,
    sum(purchase.annual_value) as purchase_value,
    coalesce(sum(purchase.annual_value) filter (purchase.origin = '境外'), 0) / nullif(sum(purchase.annual_value), 0) as abroad_share,
    coalesce(any_value(made.makers), 0) as makers,
    any_value(gap.gap_segment) as gap_segment,
    min(purchase.industry_code) as industry_code
from purchase
left join made using (product)
left join gap using (product)
group by purchase.product
order by purchase_value desc nulls last, purchase.product
