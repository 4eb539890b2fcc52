-- Where firms stand
-- The segments of some open firms (codes with commas, all if none are given) and what they report; a firm without a segment once.
-- :firms text
with latest as (
    select max(month) as month from enterprise_month
),
asked as (
    select distinct unnest(string_split($firms, ',')) as uscc
)
select
    enterprise.uscc,
    enterprise.name,
    enterprise.county_id,
    segment.chain_id,
    segment.segment_id,
    segment.name as segment,
    enterprise_month.output_ytd
from enterprise
left join enterprise_segment using (uscc)
left join segment using (segment_id)
cross join latest
left join enterprise_month
    on enterprise_month.uscc = enterprise.uscc and enterprise_month.month = latest.month
where enterprise.status <> '注销'
    and ($firms is null or enterprise.uscc in (from asked))
order by enterprise.uscc, segment.segment_id
