-- Investment completion by list level
-- Year to date against the annual plan; a project may stand on several lists, so levels are never added.
-- :month yearmonth
-- :chain text
-- :county text
-- chart: bar x=level y=completion
select
    project_level.level,
    count(*) as projects,
    count(compared_plan) as compared,
    count(*) filter (state = 'no_plan') as no_plan,
    count(*) filter (state = 'not_reported') as not_reported,
    sum(compared_invested) as invested_ytd,
    sum(compared_plan) as annual_plan,
    sum(compared_invested) / nullif(sum(compared_plan), 0) as completion
from project_status
join project_level using (project_id)
where month = coalesce($month, (select project_month from clock))
  and ($chain is null or chain_id = $chain)
  and ($county is null or county_id = $county)
group by project_level.level
order by array_position(['省三高四新', '省重点', '市重点'], project_level.level)
