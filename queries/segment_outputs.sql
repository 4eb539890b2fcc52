-- Who makes how much in each segment
-- The cumulative output of every open firm that reports one, the largest of a segment first.
-- :chain text
with latest as (
    select enterprise_month as month from clock
)
select
    enterprise_segment.segment_id,
    enterprise.uscc,
    enterprise.name as enterprise,
    enterprise_month.output_ytd
from enterprise_month
join latest using (month)
join enterprise using (uscc)
join enterprise_segment using (uscc)
join segment using (segment_id)
where enterprise.status <> '注销'
  and enterprise_month.output_ytd > 0
  and ($chain is null or segment.chain_id = $chain)
order by enterprise_segment.segment_id, enterprise_month.output_ytd desc, enterprise.uscc
