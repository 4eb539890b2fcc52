-- Projects' years for the forecast
-- Each project and year by what was known at the end of the same month, and what the year came to by December; nothing after the month is looked at.
-- :month yearmonth
with asked as (
    select coalesce($month, (select project_month from clock)) as month
),
monthly as (
    select
        project_id,
        left(project_month.month, 4)::integer as year,
        right(project_month.month, 2)::integer as number,
        right(asked.month, 2)::integer as this_month,
        invested_ytd
    from project_month
    join asked on project_month.month <= asked.month
),
report as (
    select
        project_id,
        year,
        max(number) filter (number <= this_month - 3) as earlier_month,
        max_by(invested_ytd, number) filter (number <= this_month - 3) as earlier_ytd,
        max(invested_ytd) filter (number = 12) as year_total
    from monthly
    group by project_id, year
),
first_version as (
    select
        project_id,
        year,
        annual_plan,
        [0, q1_target, q2_target, q3_target, q4_target] as targets,
        right(asked.month, 2)::integer as number,
        (number + 2) // 3 as quarter,
        if(q1_target + q2_target + q3_target + q4_target is null, annual_plan * number / 12,
            targets[quarter] + (targets[quarter + 1] - targets[quarter]) * ((number - 1) % 3 + 1) / 3) as due
    from project_plan
    cross join asked
    qualify row_number() over (partition by project_id, year order by version) = 1
)
select
    status.project_id,
    report.year,
    status.invested_ytd,
    coalesce(report.earlier_month, 0) as earlier_month,
    coalesce(report.earlier_ytd, 0) as earlier_ytd,
    report.year_total,
    status.annual_plan,
    greatest(status.annual_plan - status.targets_due, 0) as plan_left,
    planned.annual_plan as first_plan,
    greatest(planned.annual_plan - planned.due, 0) as first_plan_left,
    status.counted
from project_status as status
join report on status.project_id = report.project_id and left(status.month, 4)::integer = report.year
join first_version as planned on report.project_id = planned.project_id and report.year = planned.year
where right(status.month, 2) = (select right(month, 2) from asked) and status.compared_plan is not null
order by report.year, status.project_id
