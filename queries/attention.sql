-- Projects that hold back the most investment
-- The money each project is behind the schedule: annual plan x schedule - invested; without a schedule, what its own targets ask for by then less what is invested.
-- :month yearmonth
-- :schedule number
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
    project_status.targets_due,
    project_status.completion,
    project_status.state,
    coalesce(annual_plan * $schedule::double, targets_due) - invested_ytd as behind,
    project_status.problem
from project_status
left join chain using (chain_id)
left join county using (county_id)
left join leader using (leader_id)
where project_status.month = coalesce($month, (select project_month from clock))
  and project_status.counted
  and project_status.state = 'reported'
  and behind > 0
  and ($chain is null or project_status.chain_id = $chain)
order by behind desc, project_status.project_id
limit $limit::integer
