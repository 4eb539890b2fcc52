-- Reports of the month
-- How many projects and firms owe a report for the month, have reported and have not; each counts once.
-- :month yearmonth
with asked as (
    select coalesce($month, (select project_month from clock)) as month
),
owing as (
    select distinct
        reporter.dataset,
        reporter.record
    from reporter
    join asked on asked.month between reporter.from_month and reporter.to_month
),
report as (
    select
        'project_month' as dataset,
        project_id as record
    from project_month
    semi join asked using (month)
    union all
    select
        'enterprise_month' as dataset,
        uscc as record
    from enterprise_month
    semi join asked using (month)
)
select
    owing.dataset,
    count(*) as expected,
    count(report.record) as reported,
    count(*) - count(report.record) as missing,
    count(report.record) / count(*) as reported_share
from owing
left join report on report.dataset = owing.dataset and report.record = owing.record
group by owing.dataset
order by owing.dataset desc
