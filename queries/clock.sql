-- What period is shown
-- The latest month of projects and of enterprises, the latest day of the ledgers, and the latest submission of any dataset.
with latest as (
    select
        submission_id,
        submitted_at,
        submitted_by
    from submission
    order by submission_id desc
    limit 1
)
select
    clock.project_month,
    clock.enterprise_month,
    clock.ledger_date,
    latest.submission_id,
    latest.submitted_at,
    latest.submitted_by
from clock
left join latest on true
