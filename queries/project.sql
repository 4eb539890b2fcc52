-- One project
-- What it is, who answers for it, the lists it stands on, and where it stands in a month.
-- :project text
-- :month yearmonth
with lists as (
    select
        project_id,
        string_agg(level, '、' order by array_position(['省三高四新', '省重点', '市重点'], level)) as levels
    from project_level
    group by project_id
),
chosen as (
    select coalesce($month, (select project_month from clock)) as month
)
select
    project.project_id,
    project.name,
    chain.chain_id,
    chain.name as chain,
    chain.name_en as chain_en,
    county.name as county,
    lists.levels,
    leader.name as leader,
    project.builder,
    project.nature,
    project.content,
    project.total_investment,
    project.planned_start,
    project.planned_finish,
    project.actual_start,
    project.actual_finish,
    project_status.month,
    project_status.annual_plan,
    project_status.invested_ytd,
    project_status.targets_due,
    project_status.completion,
    coalesce(
        project_status.state,
        if(project.actual_finish <= last_day((chosen.month || '-01')::date), 'finished', 'no_plan')
    ) as state,
    project_status.counted,
    project_status.progress,
    project_status.problem,
    submission.submission_id,
    submission.submitted_at,
    submission.submitted_by
from project
cross join chosen
left join chain using (chain_id)
left join county using (county_id)
left join leader using (leader_id)
left join lists using (project_id)
left join project_status
    on project_status.project_id = project.project_id
    and project_status.month = chosen.month
left join submission on submission.submission_id = project.submission_id
where project.project_id = $project
