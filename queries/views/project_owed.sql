-- Months that a project owes
-- Every project in every reported month of a year for which it has a plan, numbered from its first: whether it waits to start, what is last known of the year, and whether it moved.
with reported_month as (
    select
        month,
        cast(left(month, 4) as integer) as year,
        row_number() over (partition by left(month, 4) order by month) as place
    from (select distinct month from project_month)
),
plan as (
    select project_id, year, annual_plan
    from project_plan
    qualify row_number() over (partition by project_id, year order by version desc) = 1
),
planned_year as (
    select
        plan.project_id,
        plan.year,
        coalesce(sum(size.months) over before_this, 0)::integer as earlier,
        strftime(least(project.actual_start, project.planned_start), '%Y-%m') as start
    from plan
    join project using (project_id)
    join (select year, count(*) as months from reported_month group by year) as size using (year)
    where plan.annual_plan > 0
    window before_this as (
        partition by plan.project_id order by plan.year
        rows between unbounded preceding and 1 preceding
    )
),
owed as (
    select
        planned_year.project_id,
        reported_month.month,
        (planned_year.earlier + reported_month.place)::integer as owed_number,
        coalesce(reported_month.month < planned_year.start, false) as awaits_start,
        report.invested_ytd,
        last_value(report.invested_ytd ignore nulls) over this_year as known,
        lag(report.invested_ytd ignore nulls) over this_year as known_before
    from planned_year
    join reported_month using (year)
    left join project_month as report
        on report.project_id = planned_year.project_id and report.month = reported_month.month
    window this_year as (
        partition by planned_year.project_id, planned_year.year order by reported_month.month
    )
)
select
    project_id,
    month,
    owed_number,
    awaits_start,
    invested_ytd is not null as has_report,
    coalesce(known, 0) as known_ytd,
    coalesce(invested_ytd > coalesce(known_before, 0), false) as has_progress
from owed
