-- Reports that came late
-- Reports of the month whose submission came after the day on which they were due, once in each chain.
-- :month yearmonth
-- :dataset text = project_month
-- :due date
with asked as (
    select coalesce($month, (select project_month from clock)) as month
)
select distinct
    reporter.dataset,
    reporter.record,
    reporter.name,
    chain.name as chain,
    chain.name_en as chain_en,
    chain_team.liaison,
    submission.submitted_at,
    submission.submitted_at::date - $due::date as days_late,
    submission.submitted_by,
    submission.submission_id,
    reporter.chain_id
from reporter
join asked on asked.month between reporter.from_month and reporter.to_month
join report
    on report.month = asked.month
    and report.dataset = reporter.dataset
    and report.record = reporter.record
join submission on submission.submission_id = report.submission_id
left join chain on chain.chain_id = reporter.chain_id
left join chain_team on chain_team.chain_id = reporter.chain_id
where reporter.dataset = $dataset and submission.submitted_at::date > $due::date
order by days_late desc, reporter.chain_id nulls last, reporter.record
