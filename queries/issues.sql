-- Issues that are not closed
-- Open and overdue issues on the ledger's latest day, the longest overdue first.
-- :chain text
-- :limit integer = 50
select
    issue_status.issue_id,
    issue_status.title,
    issue_status.enterprise,
    issue_status.category,
    county.name as county,
    issue_status.task_force,
    issue_status.raised_on,
    issue_status.due_on,
    issue_status.state,
    issue_status.days_overdue
from issue_status
left join county using (county_id)
where issue_status.state <> 'closed'
  and (
      $chain is null
      or issue_status.uscc in (select uscc from chain_firm where chain_id = $chain)
  )
order by issue_status.days_overdue desc, issue_status.due_on, issue_status.issue_id
limit $limit::integer
