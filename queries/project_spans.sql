-- When projects start and finish
-- Projects whose start (or finish, by the milestone) falls into the year or is overdue: planned and actual days, and how late that milestone is, what has not come measured at the month's end or today; those longest overdue first, then by the planned day.
-- :month yearmonth
-- :milestone text = start
-- :level text
-- :chain text
-- :county text
-- chart: gantt x=planned_start y=name
with held as (
    select
        coalesce($month, (select project_month from clock)) as month,
        least(
            current_date,
            last_day((coalesce($month, (select project_month from clock)) || '-01')::date)
        ) as day
),
span as (
    select
        project_id,
        name,
        chain_id,
        county_id,
        leader_id,
        day,
        planned_start,
        if(actual_start <= day, actual_start, null) as actual_start,
        planned_finish,
        if(actual_finish <= day, actual_finish, null) as actual_finish
    from project_status
    join held using (month)
    where counted
      and ($chain is null or chain_id = $chain)
      and ($county is null or county_id = $county)
      and ($level is null or project_id in (select project_id from project_level where level = $level))
)
select
    span.project_id,
    span.name,
    chain.name as chain,
    chain.name_en as chain_en,
    county.name as county,
    leader.name as leader,
    span.planned_start,
    span.actual_start,
    span.planned_finish,
    span.actual_finish,
    if($milestone = 'finish', span.planned_finish, span.planned_start) as planned_on,
    if($milestone = 'finish', span.actual_finish, span.actual_start) as actual_on,
    coalesce(actual_on, if(planned_on <= day, day, null)) - planned_on as days_behind
from span
left join chain using (chain_id)
left join county using (county_id)
left join leader using (leader_id)
where year(day) in (year(planned_on), year(actual_on))
   or (actual_on is null and days_behind > 0)
order by if(actual_on is null, greatest(days_behind, 0), 0) desc, planned_on, project_id
