-- Issue status
-- Every issue with its state on the ledger's latest day: closed, open or overdue.
with today as (
    select least(current_date, greatest(max(raised_on), max(closed_on))) as ledger_date
    from issue
)
select
    issue.issue_id,
    issue.uscc,
    enterprise.name as enterprise,
    issue.title,
    issue.category,
    issue.source,
    issue.county_id,
    issue.task_force,
    issue.leader_id,
    issue.raised_on,
    issue.due_on,
    issue.closed_on,
    issue.result,
    issue.called_back_on,
    issue.satisfied,
    case
        when issue.closed_on is not null then 'closed'
        when issue.due_on < today.ledger_date then 'overdue'
        else 'open'
    end as state,
    case
        when issue.closed_on is null then greatest(today.ledger_date - issue.due_on, 0)
    end as days_overdue
from issue
cross join today
left join enterprise using (uscc)
