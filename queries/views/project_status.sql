-- Project status
-- Every project in every reported month: the plan in force (highest version), what its own targets ask for by then, what is invested, whether the two can be compared, and whether totals count it: a package whose parts have a plan or a report in that year is not counted.
with recursive reported_month as (
    select distinct month, left(month, 4)::integer as year, right(month, 2)::integer as number
    from project_month
),
plan as (
    select
        project_id, year, version, annual_plan,
        if(q1_target + q2_target + q3_target + q4_target is null,
            [0, annual_plan / 4, annual_plan / 2, annual_plan * 3 / 4, annual_plan],
            [0, q1_target, q2_target, q3_target, q4_target]) as target
    from project_plan
    qualify row_number() over (partition by project_id, year order by version desc) = 1
),
part as (
    select project_id, parent_id from project where parent_id <> project_id
    union
    select part.project_id, above.parent_id
    from part join project as above on above.project_id = part.parent_id
    where above.parent_id <> part.project_id
),
package as (
    select part.parent_id as project_id, plan.year from part join plan using (project_id)
    where plan.annual_plan > 0
    union
    select part.parent_id, left(month, 4)::integer from part join project_month using (project_id)
    where invested_ytd is not null
)
select
    project.project_id, project.name, project.chain_id, project.county_id, project.leader_id,
    project.builder, project.sector, project.nature, project.total_investment,
    project.planned_start, project.actual_start, project.planned_finish, project.actual_finish,
    reported.month, plan.version, plan.annual_plan,
    report.invested_ytd, report.progress, report.problem,
    case
        when project.actual_finish <= last_day((reported.month || '-01')::date) then 'finished'
        when coalesce(plan.annual_plan, 0) = 0 then 'no_plan'
        when report.invested_ytd is null then 'not_reported'
        else 'reported'
    end as state,
    package.project_id is null as counted,
    plan.target[(number + 2) // 3] + ((number - 1) % 3 + 1) / 3
        * (plan.target[(number + 2) // 3 + 1] - plan.target[(number + 2) // 3]) as targets_due,
    if(plan.annual_plan > 0, report.invested_ytd, null) as compared_invested,
    if(plan.annual_plan > 0 and report.invested_ytd is not null, plan.annual_plan, null) as compared_plan,
    if(compared_plan is not null, targets_due, null) as compared_due,
    compared_invested / plan.annual_plan as completion
from project
cross join reported_month as reported
left join plan on plan.project_id = project.project_id and plan.year = reported.year
left join project_month as report
    on report.project_id = project.project_id and report.month = reported.month
left join package on package.project_id = project.project_id and package.year = reported.year
where plan.project_id is not null or report.project_id is not null or (
    project.project_id in (select project_id from project_level)
    and year(coalesce(project.actual_start, project.planned_start)) <= reported.year
    and coalesce(year(project.actual_finish), reported.year) >= reported.year
)
