-- Project status
-- Every project in every reported month: the plan in force (highest version), what is invested, and whether the two can be compared.
with reported_month as (
    select distinct
        month,
        cast(left(month, 4) as integer) as year
    from project_month
),
plan as (
    select
        project_id,
        year,
        version,
        annual_plan
    from project_plan
    qualify row_number() over (partition by project_id, year order by version desc) = 1
),
listed as (
    select distinct project_id from project_level
)
select
    project.project_id,
    project.name,
    project.chain_id,
    project.county_id,
    project.leader_id,
    project.builder,
    project.total_investment,
    reported_month.month,
    plan.version,
    plan.annual_plan,
    report.invested_ytd,
    report.progress,
    report.problem,
    case
        when coalesce(plan.annual_plan, 0) = 0 then 'no_plan'
        when report.invested_ytd is null then 'not_reported'
        else 'reported'
    end as state,
    case when plan.annual_plan > 0 then report.invested_ytd end as compared_invested,
    case when plan.annual_plan > 0 and report.invested_ytd is not null then plan.annual_plan end
        as compared_plan,
    case when plan.annual_plan > 0 then report.invested_ytd / plan.annual_plan end as completion
from project
cross join reported_month
left join plan
    on plan.project_id = project.project_id and plan.year = reported_month.year
left join project_month as report
    on report.project_id = project.project_id and report.month = reported_month.month
left join listed on listed.project_id = project.project_id
where
    plan.project_id is not null
    or report.project_id is not null
    or (
        listed.project_id is not null
        and year(coalesce(project.actual_start, project.planned_start)) <= reported_month.year
        and coalesce(year(project.actual_finish), reported_month.year) >= reported_month.year
    )
