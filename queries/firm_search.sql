-- Firms by name or code
-- Open firms whose name or code holds every word; those in :chosen (codes, separated by commas) come first and always, then an exact match, those that begin so, the largest.
-- :words text
-- :chosen text
-- :limit integer = 50
with word as (
    select
        nullif(trim(upper($words)), '') as phrase,
        string_split_regex(trim(upper($words)), '\s+') as words,
        coalesce(string_split($chosen, ','), []) as chosen
),
found as (
    select
        enterprise.uscc,
        enterprise.name,
        enterprise.county_id,
        enterprise_month.output_ytd,
        list_contains(word.chosen, enterprise.uscc) as chosen,
        coalesce(word.phrase in (enterprise.uscc, upper(enterprise.name)), false) as same,
        coalesce(starts_with(upper(enterprise.name), word.phrase), false) as begins
    from enterprise
    cross join word
    left join enterprise_month
        on enterprise_month.uscc = enterprise.uscc
        and enterprise_month.month = (select enterprise_month from clock)
    where enterprise.status <> '注销'
      and (
          list_contains(word.chosen, enterprise.uscc)
          or word.phrase is null
          or list_bool_and(
              [contains(upper(enterprise.name) || ' ' || enterprise.uscc, one) for one in word.words]
          )
      )
    order by chosen desc, same desc, begins desc, output_ytd desc nulls last, uscc
    limit $limit::integer
)
select
    found.uscc,
    found.name,
    county.name as county,
    min_by(segment.name, segment.segment_id) as segment,
    found.output_ytd
from found
left join county using (county_id)
left join enterprise_segment using (uscc)
left join segment using (segment_id)
group by all
order by
    any_value(found.chosen) desc,
    any_value(found.same) desc,
    any_value(found.begins) desc,
    found.output_ytd desc nulls last,
    found.uscc
