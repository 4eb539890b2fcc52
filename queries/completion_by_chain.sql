-- Investment completion by chain
-- Year to date against the annual plan; each project counts once.
-- :month yearmonth
-- :level text
-- :county text
-- chart: bar x=chain y=completion
with chosen as (
    select distinct project_id from project_level where $level is null or level = $level
)
select
    chain.chain_id,
    chain.name as chain,
    chain.name_en as chain_en,
    count(*) as projects,
    count(compared_plan) as compared,
    count(*) filter (state = 'no_plan') as no_plan,
    count(*) filter (state = 'not_reported') as not_reported,
    sum(compared_invested) as invested_ytd,
    sum(compared_plan) as annual_plan,
    sum(compared_invested) / nullif(sum(compared_plan), 0) as completion
from project_status
join chain using (chain_id)
left join chosen using (project_id)
where month = coalesce($month, (select project_month from clock))
  and ($level is null or chosen.project_id is not null)
  and ($county is null or county_id = $county)
group by chain.chain_id, chain.name, chain.name_en
order by completion nulls last, chain.chain_id
