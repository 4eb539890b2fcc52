-- The parts of a project
-- Of a package, each project that is part of it, as it stands in the month; totals count these and not the package.
-- :project text
-- :month yearmonth
select
    project.project_id,
    project.name,
    county.name as county,
    project.builder,
    status.annual_plan,
    status.invested_ytd,
    status.completion,
    coalesce(status.state, 'no_plan') as state,
    status.progress,
    status.problem
from project
left join county using (county_id)
left join project_status as status
    on status.project_id = project.project_id
    and status.month = coalesce($month, (select project_month from clock))
where project.parent_id = $project
order by project.project_id
