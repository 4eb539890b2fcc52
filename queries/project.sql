-- One project
-- What it is, who answers for it, and the lists it stands on.
-- :project text
with lists as (
    select
        project_id,
        string_agg(level, '、' order by array_position(['省三高四新', '省重点', '市重点'], level)) as levels
    from project_level
    group by project_id
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
    submission.submission_id,
    submission.submitted_at,
    submission.submitted_by
from project
left join chain using (chain_id)
left join county using (county_id)
left join leader using (leader_id)
left join lists using (project_id)
left join submission on submission.submission_id = project.submission_id
where project.project_id = $project
