-- Projects to call
-- Behind the schedule by what is last known of the year, or still for two months; each still month, without progress or report, adds a twelfth of the plan to what is behind. Each row bears the totals of all.
-- :month yearmonth
-- :schedule number
-- :chain text
-- :county text
-- :leader text
-- :ranked_by text = weight
-- :limit integer = 100
with still as (
    select
        project_id,
        max(owed_number) - coalesce(max(owed_number) filter (awaits_start or has_progress), 0) as idle_months,
        max(owed_number) - coalesce(max(owed_number) filter (awaits_start or has_report), 0) as silent_months,
        max(month) filter (has_report) as last_month
    from project_owed
    where month <= coalesce($month, (select project_month from clock))
    group by project_id
),
weighed as (
    select
        status.project_id, status.month, status.name, status.state, status.completion,
        status.annual_plan, status.targets_due, status.builder, status.chain_id, status.county_id,
        status.leader_id, owed.known_ytd as invested_ytd,
        greatest(coalesce(status.annual_plan * $schedule::double, status.targets_due) - owed.known_ytd, 0) as behind,
        still.idle_months, still.silent_months, still.last_month,
        still.idle_months * status.annual_plan / 12 as still_weight, behind + still_weight as call_weight,
        case $ranked_by when 'money' then behind when 'still' then idle_months else call_weight end as measure,
        row_number() over (order by measure desc, call_weight desc, status.project_id) as call_rank,
        count(*) over () as projects, sum(behind) over () as behind_total,
        count(*) filter (still.silent_months > 0) over () as not_reported
    from project_status as status
    join project_owed as owed using (project_id, month)
    join still using (project_id)
    where status.month = coalesce($month, (select project_month from clock))
      and status.counted and status.state in ('reported', 'not_reported')
      and ($chain is null or status.chain_id = $chain) and ($county is null or status.county_id = $county)
      and ($leader is null or status.leader_id = $leader)
      and (behind > 0 or (still.idle_months >= 2 and owed.known_ytd < status.annual_plan))
    qualify call_rank <= $limit::integer
)
select
    call_rank, weighed.project_id, weighed.name, chain.name as chain, chain.name_en as chain_en,
    county.name as county, state, annual_plan, targets_due, weighed.invested_ytd, completion,
    behind, idle_months, silent_months, still_weight, call_weight, team.chiefs,
    leader.name as leader, team.liaison, builder, last_month, report.progress, report.problem,
    decided.month as decided_in, decided.resolution, decided.owner, decided.due_on,
    decided.done_on, decided.decision_state, projects, not_reported, behind_total
from weighed
left join project_month as report
    on report.project_id = weighed.project_id and report.month = weighed.last_month
left join chain using (chain_id)
left join county using (county_id)
left join leader using (leader_id)
left join chain_team as team using (chain_id)
left join dispatch_status as decided
    on decided.project_id = weighed.project_id and decided.month <= weighed.month
    and coalesce(decided.followed_in > weighed.month, true)
order by call_rank
