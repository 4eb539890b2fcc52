-- Who has not reported
-- Projects and firms that owe a report for the month and have none, once in each of their chains, with the liaison and their last report.
-- :month yearmonth
-- :dataset text
-- :chain text
with asked as (
    select coalesce($month, (select project_month from clock)) as month
),
report as (
    select
        'project_month' as dataset,
        project_id as record,
        max(project_month.month) filter (project_month.month < asked.month) as last_month,
        bool_or(project_month.month = asked.month) as reported
    from project_month
    cross join asked
    group by all
    union all
    select
        'enterprise_month' as dataset,
        uscc as record,
        max(enterprise_month.month) filter (enterprise_month.month < asked.month) as last_month,
        bool_or(enterprise_month.month = asked.month) as reported
    from enterprise_month
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
    report.last_month,
    reporter.chain_id
from reporter
join asked on asked.month between reporter.from_month and reporter.to_month
left join report on report.dataset = reporter.dataset and report.record = reporter.record
left join chain on chain.chain_id = reporter.chain_id
left join chain_team on chain_team.chain_id = reporter.chain_id
left join county on county.county_id = reporter.county_id
where not coalesce(report.reported, false)
  and ($dataset is null or reporter.dataset = $dataset)
  and ($chain is null or reporter.chain_id = $chain)
order by reporter.chain_id nulls last, reporter.dataset, reporter.record
