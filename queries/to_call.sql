-- Projects to call
-- Behind the schedule by what is last known of the year, or still for two months; each still month, without progress or report, adds a twelfth of the plan to what is behind.
-- :month yearmonth
-- :schedule number
-- :chain text
-- :county text
-- :leader text
-- :ranked_by text = weight
with asked as (
    select coalesce($month, (select project_month from clock)) as month
),
still as (
    select
        project_id,
        max(owed_number) - coalesce(max(owed_number) filter (awaits_start or has_progress), 0) as idle_months,
        max(owed_number) - coalesce(max(owed_number) filter (awaits_start or has_report), 0) as silent_months,
        max(month) filter (has_report) as last_month
    from project_owed
    where month <= (select month from asked)
    group by project_id
)
select
    status.project_id, status.name, status.state, status.completion,
    status.annual_plan, status.targets_due, owed.known_ytd as invested_ytd,
    greatest(
        coalesce(status.annual_plan * $schedule::double, status.targets_due) - owed.known_ytd, 0
    ) as behind,
    still.idle_months, still.silent_months,
    still.idle_months * status.annual_plan / 12 as still_weight,
    behind + still_weight as call_weight,
    chain.name as chain, chain.name_en as chain_en, county.name as county,
    team.chiefs, leader.name as leader, team.liaison, status.builder,
    still.last_month, report.progress, report.problem,
    decided.month as decided_in, decided.resolution, decided.owner,
    decided.due_on, decided.done_on, decided.decision_state
from project_status as status
join asked using (month)
join project_owed as owed using (project_id, month)
join still using (project_id)
left join project_month as report
    on report.project_id = status.project_id and report.month = still.last_month
left join chain using (chain_id)
left join county using (county_id)
left join leader using (leader_id)
left join chain_team as team using (chain_id)
left join dispatch_status as decided
    on decided.project_id = status.project_id
    and decided.month <= asked.month
    and coalesce(decided.followed_in > asked.month, true)
where status.counted
  and status.state in ('reported', 'not_reported')
  and ($chain is null or status.chain_id = $chain)
  and ($county is null or status.county_id = $county)
  and ($leader is null or status.leader_id = $leader)
  and (behind > 0 or (still.idle_months >= 2 and owed.known_ytd < status.annual_plan))
order by
    case $ranked_by when 'money' then behind when 'still' then still.idle_months else call_weight end desc,
    call_weight desc,
    status.project_id
