-- Projects' years for the forecast
-- Each project and year by what was known at the end of the same month, and what the year came to by December; nothing after the month is looked at.
-- :month yearmonth
with asked as (select coalesce($month, (select project_month from clock)) as month),
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
    from monthly group by project_id, year
),
version as (
    select
        project_id,
        year,
        version,
        coalesce(annual_plan, 0) as annual_plan,
        [0, q1_target, q2_target, q3_target, q4_target] as targets,
        right(asked.month, 2)::integer as number,
        (number + 2) // 3 as quarter,
        targets[quarter] + (targets[quarter + 1] - targets[quarter]) * ((number - 1) % 3 + 1) / 3 as due,
        greatest(annual_plan - coalesce(due, annual_plan * number / 12), 0) as plan_left
    from project_plan cross join asked
),
package as (
    select distinct project.parent_id as project_id, part.year
    from project join (select project_id, year from version union select project_id, year from monthly) as part using (project_id)
)
select
    status.project_id,
    report.year,
    any_value(status.invested_ytd) as invested_ytd,
    coalesce(any_value(report.earlier_month), 0) as earlier_month,
    coalesce(any_value(report.earlier_ytd), 0) as earlier_ytd,
    any_value(report.year_total) as year_total,
    any_value(status.annual_plan) as annual_plan,
    max_by(version.plan_left, version.version) as plan_left,
    min_by(version.annual_plan, version.version) as first_plan,
    min_by(version.plan_left, version.version) as first_plan_left,
    bool_and(package.project_id is null) as counted
from project_status as status
join report on status.project_id = report.project_id and left(status.month, 4)::integer = report.year
join version on report.project_id = version.project_id and report.year = version.year
left join package on report.project_id = package.project_id and report.year = package.year
where right(status.month, 2) = (select right(month, 2) from asked) and status.compared_plan is not null
group by status.project_id, report.year
order by report.year, status.project_id
