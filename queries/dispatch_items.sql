-- Decisions of the dispatch meetings
-- What was decided up to the month, who owns it and whether it was done; the longest overdue first, then the next due.
-- :month yearmonth
-- :chain text
-- :county text
-- :leader text
select
    dispatch_status.project_id,
    project.name,
    dispatch_status.decision_state,
    dispatch_status.days_overdue,
    dispatch_status.resolution,
    dispatch_status.owner,
    dispatch_status.due_on,
    dispatch_status.done_on,
    dispatch_status.month,
    chain.name as chain,
    chain.name_en as chain_en,
    county.name as county,
    leader.name as leader
from dispatch_status
join project using (project_id)
left join chain using (chain_id)
left join county using (county_id)
left join leader using (leader_id)
where ($month is null or dispatch_status.month <= $month)
  and ($chain is null or project.chain_id = $chain)
  and ($county is null or project.county_id = $county)
  and ($leader is null or project.leader_id = $leader)
order by
    dispatch_status.days_overdue desc nulls last,
    dispatch_status.due_on nulls last,
    dispatch_status.month desc,
    dispatch_status.project_id
