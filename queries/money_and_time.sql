-- Money against time
-- The part of a project's time that has passed at the month's end beside the part of its total investment that was spent since the start; where its reports do not reach back to the start the money is not known.
-- :month yearmonth
-- :level text
-- :chain text
-- :county text
-- chart: scatter x=time_share y=money_share
with held as (
    select
        coalesce($month, (select project_month from clock)) as month,
        least(
            current_date,
            last_day((coalesce($month, (select project_month from clock)) || '-01')::date)
        ) as day,
        (select min(month) from project_month) as first_month
),
yearly as (
    select
        project_id,
        arg_max(invested_ytd, month) as invested
    from project_month
    where month <= (select month from held) and invested_ytd is not null
    group by project_id, left(month, 4)
),
since as (
    select project_id, sum(invested) as invested_total from yearly group by project_id
)
select
    status.project_id,
    status.name,
    chain.name as chain,
    chain.name_en as chain_en,
    county.name as county,
    coalesce(status.actual_start, status.planned_start) as started_on,
    status.planned_finish,
    status.total_investment,
    since.invested_total,
    status.invested_ytd,
    status.annual_plan,
    status.completion,
    status.state,
    status.targets_due,
    greatest(held.day - started_on, 0) / nullif(status.planned_finish - started_on, 0)
        as time_share,
    if(left(held.first_month, 4)::integer <= year(started_on), since.invested_total, null)
        / nullif(status.total_investment, 0) as money_share,
    money_share - least(time_share, 1) as time_gap
from project_status as status
join held using (month)
left join since using (project_id)
left join chain using (chain_id)
left join county using (county_id)
where status.counted
  and status.state <> 'finished'
  and ($chain is null or status.chain_id = $chain)
  and ($county is null or status.county_id = $county)
  and ($level is null
      or status.project_id in (select project_id from project_level where level = $level))
order by time_gap nulls last, status.project_id
