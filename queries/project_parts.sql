-- The parts of a project
-- Of a package, each project that is part of it, as it stands in the month; totals count these and not the package.
-- :project text
-- :month yearmonth
with chosen as (
    select coalesce($month, (select project_month from clock)) as month
)
select
    project.project_id,
    project.name,
    county.name as county,
    project.builder,
    status.annual_plan,
    status.invested_ytd,
    status.targets_due,
    status.completion,
    coalesce(
        status.state,
        if(project.actual_finish <= last_day((chosen.month || '-01')::date), 'finished', 'no_plan')
    ) as state,
    status.progress,
    status.problem
from project
cross join chosen
left join county using (county_id)
left join project_status as status
    on status.project_id = project.project_id and status.month = chosen.month
where project.parent_id = $project
order by project.project_id
