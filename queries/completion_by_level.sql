-- Investment completion by list level
-- Year to date against the annual plan, with the month before and the same month of last year; a project may stand on several lists, so levels are never added.
-- :month yearmonth
-- :chain text
-- :county text
-- chart: bar x=level y=completion
with held as (
    select coalesce($month, project_month) as month from clock
),
looked as (
    select month, 0 as back from held
    union all
    select max(earlier.month), 1
    from held join project_month as earlier
        on left(earlier.month, 4) = left(held.month, 4) and earlier.month < held.month
    union all
    select left(month, 4)::integer - 1 || right(month, 3), 12 from held
),
reached as (
    select
        level,
        back,
        count(*) as projects,
        count(compared_plan) as compared,
        count(*) filter (coalesce(annual_plan, 0) = 0) as no_plan,
        count(*) filter (annual_plan > 0 and invested_ytd is null) as not_reported,
        sum(compared_invested) as invested_ytd,
        sum(compared_plan) as annual_plan,
        sum(compared_due) as targets_due,
        sum(compared_invested) / nullif(sum(compared_plan), 0) as completion
    from project_status join project_level using (project_id)
    join looked using (month)
    where counted
      and ($chain is null or chain_id = $chain)
      and ($county is null or county_id = $county)
    group by level, back
)
select
    now.level,
    now.projects,
    now.compared,
    now.no_plan,
    now.not_reported,
    now.invested_ytd,
    now.annual_plan,
    now.targets_due,
    now.completion,
    before.completion as completion_before,
    before.targets_due / before.annual_plan as target_share_before,
    year_before.completion as last_year_completion
from reached as now
left join reached as before on before.level = now.level and before.back = 1
left join reached as year_before on year_before.level = now.level and year_before.back = 12
where now.back = 0
order by array_position(['省三高四新', '省重点', '市重点'], now.level)
