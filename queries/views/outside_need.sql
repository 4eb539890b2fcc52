-- Outside need
-- What open firms buy outside the city and under which local offers it may be found: the same name, the segment that it names (whether or not a firm stands in it), a like name, its industry.
with purchase as (
    select
        uscc,
        outside_purchase.product,
        regexp_replace(lower(outside_purchase.product), '[^\p{L}\p{N}]', '', 'g') as letters,
        outside_purchase.industry_code
    from outside_purchase
    semi join (select uscc from enterprise where status <> '注销') as buyer using (uscc)
),
made as (
    select distinct regexp_replace(lower(product), '[^\p{L}\p{N}]', '', 'g') as letters
    from (select distinct main_product as product from enterprise_segment union select distinct product from supply_link)
),
named as (
    select
        asked.letters,
        segment.segment_id
    from (select distinct letters from purchase) as asked
    join segment
        on length(segment.name) > 1
        and contains(asked.letters, regexp_replace(lower(segment.name), '[^\p{L}\p{N}]', '', 'g'))
    qualify rank() over (partition by asked.letters order by length(segment.name) desc) = 1
),
word as (
    select
        letters,
        list_distinct(list_transform(range(1, length(letters)), n -> letters[n:n + 1])) as pairs
    from (select letters from purchase union select letters from made)
),
pair as (
    select letters, length(pairs) as pairs, unnest(pairs) as pair from word
),
alike as (
    select
        asked.letters,
        given.letters as like_letters
    from (select letters, pairs, pair from pair where letters in (select letters from purchase) and letters not in (select letters from named)) as asked
    join (select letters, pairs, pair from pair where letters in (select letters from made)) as given using (pair)
    group by asked.letters, given.letters, asked.pairs, given.pairs
    having 2.0 * count(*) / (asked.pairs + given.pairs) >= 0.6
)
select uscc, product, 1 as nearness, '同名产品' as match_by, 'p:' || letters as offer_key from purchase where letters <> ''
union all
select uscc, product, 2, '同一环节', 's:' || segment_id from purchase join named using (letters)
union all
select uscc, product, 3, '产品相近', 'p:' || like_letters from purchase join alike using (letters)
union all
select uscc, product, 4, '同一行业', 'i:' || industry_code from purchase where length(industry_code) = 5
