-- Which projects are chosen
-- The projects of a month that stand on a list, in a chain and in a county; a package whose parts count is left out.
-- :month yearmonth
-- :level text
-- :chain text
-- :county text
select project_id
from project_status
where counted
  and month = coalesce($month, (select project_month from clock))
  and ($chain is null or chain_id = $chain)
  and ($county is null or county_id = $county)
  and ($level is null or project_id in (select project_id from project_level where level = $level))
order by project_id
