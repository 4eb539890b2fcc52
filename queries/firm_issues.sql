-- The issues of a firm
-- Every issue that the firm raised with its state on the ledger's latest day; those not closed first.
-- :firm text
select
    issue_id,
    title,
    category,
    state,
    raised_on,
    due_on,
    closed_on,
    days_overdue,
    result,
    satisfied
from issue_status
where uscc = $firm
order by closed_on is not null, due_on, raised_on desc, issue_id
