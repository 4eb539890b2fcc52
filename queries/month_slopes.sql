-- From one month to the next
-- Completion less the schedule in a month and in the one reported before it in the same year, by list, chain or county; without schedules, by the projects' own targets.
-- :by text = chain
-- :month yearmonth
-- :schedule number
-- :schedule_before number
-- :level text
-- :chain text
-- :county text
-- chart: slope x=name y=distance
with pair as (
    select held.month, max(project_month.month) as month_before
    from (select coalesce($month, (select project_month from clock)) as month) as held
    left join project_month on project_month.month >= left(held.month, 4) and project_month.month < held.month
    group by held.month
),
belonging as (
    select project_id, level as key, level as name, level as name_en
    from project_level where $by = 'level' and ($level is null or level = $level)
    union all
    select project_id, chain_id, chain.name, chain.name_en
    from project join chain using (chain_id) where $by = 'chain'
    union all
    select project_id, county_id, county.name, county.name
    from project join county using (county_id) where $by = 'county'
),
reached as (
    select
        belonging.key,
        belonging.name,
        belonging.name_en,
        status.month,
        count(compared_plan) as compared,
        sum(compared_invested) / nullif(sum(compared_plan), 0) as completion,
        sum(compared_due) / nullif(sum(compared_plan), 0) as targeted
    from project_status as status
    join belonging using (project_id)
    join pair on status.month in (pair.month, pair.month_before)
    where status.counted
      and ($chain is null or status.chain_id = $chain)
      and ($county is null or status.county_id = $county)
      and ($level is null or project_id in (select project_id from project_level where level = $level))
    group by belonging.key, belonging.name, belonging.name_en, status.month
)
select
    later.key,
    later.name,
    later.name_en,
    later.compared,
    later.completion,
    earlier.completion as completion_before,
    later.completion - coalesce($schedule::double, later.targeted) as distance,
    earlier.completion - coalesce($schedule_before::double, earlier.targeted) as distance_before,
    distance - distance_before as distance_change
from reached as later
join pair using (month)
left join reached as earlier on earlier.key = later.key and earlier.month = pair.month_before
where later.completion is not null
order by distance_change nulls last, later.key
