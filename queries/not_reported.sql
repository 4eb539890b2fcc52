-- Who has not reported
-- Projects and firms that owe a report for the month and have none, once in each of their chains, with the liaison and their last report.
-- :month yearmonth
-- :dataset text
-- :chain text
with asked as (
    select coalesce($month, (select project_month from clock)) as month
),
latest as (
    select
        report.dataset,
        report.record,
        max(report.month) filter (report.month < asked.month) as last_month,
        bool_or(report.month = asked.month) as reported
    from report
    cross join asked
    group by all
)
select distinct
    reporter.dataset,
    reporter.record,
    reporter.name,
    chain.name as chain,
    chain.name_en as chain_en,
    chain_team.liaison,
    county.name as county,
    latest.last_month,
    reporter.chain_id
from reporter
join asked on asked.month between reporter.from_month and reporter.to_month
left join latest on latest.dataset = reporter.dataset and latest.record = reporter.record
left join chain on chain.chain_id = reporter.chain_id
left join chain_team on chain_team.chain_id = reporter.chain_id
left join county on county.county_id = reporter.county_id
where not coalesce(latest.reported, false)
  and ($dataset is null or reporter.dataset = $dataset)
  and ($chain is null or reporter.chain_id = $chain)
order by reporter.chain_id nulls last, reporter.dataset, reporter.record
