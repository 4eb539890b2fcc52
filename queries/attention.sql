-- Projects that hold back the most investment
-- The money each project is behind the schedule: annual plan x schedule - invested.
-- :month yearmonth
-- :schedule number = 1
-- :chain text
-- :limit integer = 8
select
    project_status.project_id,
    project_status.name,
    chain.name as chain,
    chain.name_en as chain_en,
    county.name as county,
    leader.name as leader,
    project_status.annual_plan,
    project_status.invested_ytd,
    project_status.completion,
    project_status.state,
    project_status.annual_plan * $schedule::double - project_status.invested_ytd as behind,
    project_status.problem
from project_status
left join chain using (chain_id)
left join county using (county_id)
left join leader using (leader_id)
where project_status.month = coalesce($month, (select project_month from clock))
  and project_status.state = 'reported'
  and project_status.annual_plan * $schedule::double > project_status.invested_ytd
  and ($chain is null or project_status.chain_id = $chain)
order by behind desc, project_status.project_id
limit $limit::integer
