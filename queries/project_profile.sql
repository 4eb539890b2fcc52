-- Who stands behind a project
-- Its chain and who answers for it, the firm that builds it (the one open firm of exactly that name), the project it is part of and how many parts it has.
-- :project text
with firm as (
    select trim(enterprise.name) as builder, min(enterprise.uscc) as uscc
    from enterprise
    where enterprise.status <> '注销'
      and trim(enterprise.name) = (select trim(builder) from project where project_id = $project)
    group by trim(enterprise.name)
    having count(*) = 1
),
part as (
    select count(*) as parts from project where parent_id = $project
)
select
    project.project_id,
    project.sector,
    project.nature,
    project.content,
    chain.chain_id,
    chain.name as chain,
    chain.name_en as chain_en,
    team.chiefs,
    team.department,
    team.liaison,
    leader.name as leader,
    leader.position,
    project.builder,
    firm.uscc,
    project.parent_id,
    parent.name as parent_name,
    part.parts
from project
cross join part
left join chain using (chain_id)
left join chain_team as team using (chain_id)
left join leader using (leader_id)
left join firm on firm.builder = trim(project.builder)
left join project as parent on parent.project_id = project.parent_id
where project.project_id = $project
