-- Proposed local links
-- What a firm buys outside the city and the local firms that make it: the same name before its segment, a like name, the same industry; the larger purchase and the larger maker first, those of the industry alone last. No link that exists, no firm to itself, none that closed.
-- :chain text
-- :county text
-- :product text
-- :limit integer = 3
with asked as (
    select need.uscc, need.product, need.nearness, need.match_by, need.offer_key
    from outside_need as need
    join enterprise using (uscc)
    where ($product is null or need.product = $product)
      and ($county is null or enterprise.county_id = $county)
      and ($chain is null or need.uscc in (select uscc from chain_firm where chain_id = $chain))
),
nearest as (
    select asked.uscc, asked.product,
        min(struct_pack(nearness := asked.nearness, place := offer.place, supplier := offer.uscc, match_by := asked.match_by, segment_id := offer.segment_id, local_product := offer.product), $limit::integer) as offers
    from asked join local_offer as offer on offer.offer_key = asked.offer_key and offer.uscc <> asked.uscc
    anti join supply_link on supply_link.supplier = offer.uscc and supply_link.customer = asked.uscc
    group by asked.uscc, asked.product
),
found as (
    select uscc, product, unnest(list_filter(offers, one -> one.nearness = offers[1].nearness), recursive := true) from nearest
),
member as (
    select uscc, string_agg(chain_id, ',' order by chain_id) as chain_ids from chain_firm where uscc in (select uscc from found) group by uscc
),
gap as (
    select need.product, min(segment.name) as gap_segment from outside_need as need
    join segment on 's:' || segment.segment_id = need.offer_key
    group by need.product having not bool_or(segment.segment_id in (select segment_id from segment_firm))
)
select distinct on (found.nearness = 4, purchase.annual_value, found.uscc, found.product, found.place)
    found.uscc as buyer,
    buyer.name as buyer_name,
    found.product,
    found.supplier,
    supplier.name as supplier_name,
    if(gap.gap_segment is null and found.match_by <> '同一行业', '本地配套', '补链') as proposal,
    found.match_by,
    found.local_product,
    segment.name as segment,
    gap.gap_segment,
    purchase.annual_value as purchase_value,
    purchase.origin,
    purchase.source,
    purchase.confidence,
    purchase.industry_code,
    buyer.county_id,
    member.chain_ids,
    supplier.county_id as supplier_county_id
from found
join outside_purchase as purchase using (uscc, product)
join enterprise as buyer on buyer.uscc = found.uscc
join enterprise as supplier on supplier.uscc = found.supplier
left join segment using (segment_id)
left join member on member.uscc = found.uscc
left join gap on gap.product = found.product
order by found.nearness = 4, purchase.annual_value desc nulls last, found.uscc, found.product, found.place
