-- Reports by chain and liaison
-- How many projects and firms owe a report for the month, have reported and have not; a firm counts in each of its chains, so chains are never added.
-- :month yearmonth
-- :dataset text
with asked as (
    select coalesce($month, (select project_month from clock)) as month
),
owing as (
    select distinct
        reporter.dataset,
        reporter.record,
        reporter.chain_id
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
    owing.chain_id,
    chain.name as chain,
    chain.name_en as chain_en,
    chain_team.liaison,
    count(*) as expected,
    count(done.record) as reported,
    count(*) - count(done.record) as missing,
    count(done.record) / count(*) as reported_share
from owing
left join done on done.dataset = owing.dataset and done.record = owing.record
left join chain on chain.chain_id = owing.chain_id
left join chain_team on chain_team.chain_id = owing.chain_id
where $dataset is null or owing.dataset = $dataset
group by all
order by owing.dataset desc, missing desc, owing.chain_id nulls last
