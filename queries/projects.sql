-- Projects with their completion
-- Each project once, with every list it stands on; the plan in force is the highest version; a package whose parts are listed is shown and not counted.
-- :month yearmonth
-- :level text
-- :chain text
-- :county text
with lists as (
    select
        project_id,
        string_agg(level, '、' order by array_position(['省三高四新', '省重点', '市重点'], level)) as levels
    from project_level
    group by project_id
),
chosen as (
    select distinct project_id from project_level where $level is null or level = $level
)
select
    project_status.project_id,
    project_status.name,
    chain.name as chain,
    chain.name_en as chain_en,
    county.name as county,
    lists.levels,
    leader.name as leader,
    project_status.builder,
    project_status.annual_plan,
    project_status.invested_ytd,
    project_status.targets_due,
    project_status.completion,
    project_status.state,
    project_status.counted,
    project_status.progress,
    project_status.problem
from project_status
left join chain using (chain_id)
left join county using (county_id)
left join leader using (leader_id)
left join lists using (project_id)
left join chosen using (project_id)
where project_status.month = coalesce($month, (select project_month from clock))
  and ($level is null or chosen.project_id is not null)
  and ($chain is null or project_status.chain_id = $chain)
  and ($county is null or project_status.county_id = $county)
order by project_status.completion nulls last, project_status.project_id
