-- Investment completion by county
-- Year to date against the annual plan; each project counts once.
-- :month yearmonth
-- :level text
-- :chain text
-- chart: bar x=county y=completion
with chosen as (
    select distinct project_id from project_level where $level is null or level = $level
)
select
    county.county_id,
    county.name as county,
    count(*) as projects,
    count(compared_plan) as compared,
    count(*) filter (state = 'no_plan') as no_plan,
    count(*) filter (state = 'not_reported') as not_reported,
    sum(compared_invested) as invested_ytd,
    sum(compared_plan) as annual_plan,
    sum(compared_invested) / nullif(sum(compared_plan), 0) as completion
from project_status
join county using (county_id)
left join chosen using (project_id)
where month = coalesce($month, (select project_month from clock))
  and ($level is null or chosen.project_id is not null)
  and ($chain is null or chain_id = $chain)
group by county.county_id, county.name
order by completion nulls last, county.county_id
