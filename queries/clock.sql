-- What period is shown
-- The latest month of projects and of enterprises, the latest day of the ledgers, the latest submission, and the edition.
with newest as (
    select
        edition,
        demonstration
    from edition
    order by edition desc
    limit 1
),
latest as (
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
    latest.submitted_by,
    newest.edition,
    newest.demonstration
from clock
left join latest on true
left join newest on true
