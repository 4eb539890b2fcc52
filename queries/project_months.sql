-- The months of a project
-- What was reported each month beside the plan in force, the month's own investment, and where the report came from.
-- :project text
-- :year integer
select
    project_status.month,
    project_status.annual_plan,
    project_status.version,
    plan.q1_target,
    plan.q2_target,
    plan.q3_target,
    plan.q4_target,
    project_status.invested_ytd,
    project_status.targets_due,
    project_status.invested_ytd - coalesce(
        lag(project_status.invested_ytd ignore nulls) over (
            partition by left(project_status.month, 4) order by project_status.month
        ),
        0
    ) as invested,
    project_status.completion,
    project_status.state,
    project_status.progress,
    project_status.problem,
    report.submission_id,
    report.source_row
from project_status
left join project_month as report
    on report.project_id = project_status.project_id and report.month = project_status.month
left join project_plan as plan
    on plan.project_id = project_status.project_id
    and plan.year = left(project_status.month, 4)::integer
    and plan.version = project_status.version
where project_status.project_id = $project
  and ($year is null or left(project_status.month, 4) = $year::varchar)
order by project_status.month desc
