-- The months of a project
-- What was reported each month beside the annual plan in force, the month's own investment, and where the report came from.
-- :project text
-- :year integer
select
    project_status.month,
    project_status.annual_plan,
    project_status.version,
    project_status.invested_ytd,
    project_status.invested_ytd - coalesce(
        lag(project_status.invested_ytd) over (
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
where project_status.project_id = $project
  and ($year is null or left(project_status.month, 4) = $year::varchar)
order by project_status.month
