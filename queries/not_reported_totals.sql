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
done as (
    select
        dataset,
        record
    from report
    semi join asked using (month)
)
select
    owing.dataset,
    count(*) as expected,
    count(done.record) as reported,
    count(*) - count(done.record) as missing,
    count(done.record) / count(*) as reported_share
from owing
left join done on done.dataset = owing.dataset and done.record = owing.record
group by owing.dataset
order by owing.dataset desc
