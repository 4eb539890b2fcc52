-- Investment completion by one dimension
-- By level, chain, county, leader, sector or nature, or `all` in one: invested against the plan, the month's own, the month reported before, the same month a year before, what own targets ask for. A project stands on every list that names it, so lists are never added.
-- :by text = level
-- :month yearmonth
-- :level text
-- :chain text
-- :county text
-- chart: bar x=name y=completion
with held as (select coalesce($month, project_month) as shown from clock),
looked as (
    select shown as month, 0 as back from held
    union all
    select max(month), 1 from held join project_month on left(month, 4) = left(shown, 4) and month < shown
    union all
    select left(shown, 4)::integer - 1 || right(shown, 3), 12 from held
),
so_far as (
    select project_id, arg_max(invested_ytd, month) as reached
    from project_month
    where left(month, 4) = (select left(shown, 4) from held) and month < (select shown from held)
    group by project_id
),
grouped as (
    select project_id, level as code from project_level where $by = 'level' and ($level is null or level = $level)
    union all
    select project_id, case $by when 'chain' then chain_id when 'county' then county_id when 'leader' then leader_id when 'sector' then sector when 'nature' then nature else $by end
    from project where $by <> 'level'
),
status as (
    select grouped.code, back, annual_plan as plan, compared_plan, compared_invested, compared_due, compared_invested - coalesce(reached, 0) as invested
    from project_status
    join looked using (month)
    join grouped using (project_id)
    left join so_far using (project_id)
    where counted
      and ($chain is null or chain_id = $chain) and ($county is null or county_id = $county)
      and ($level is null or project_id in (select project_id from project_level where level = $level))
)
select
    code,
    coalesce(chain.name, county.name, leader.name, code) as name,
    coalesce(chain.name_en, county.name, leader.name, code) as name_en,
    count(*) filter (back = 0) as projects,
    count(compared_plan) filter (back = 0) as compared,
    count(*) filter (back = 0 and coalesce(plan, 0) = 0) as no_plan,
    count(*) filter (back = 0 and plan > 0 and compared_plan is null) as not_reported,
    sum(compared_invested) filter (back = 0) as invested_ytd,
    sum(compared_plan) filter (back = 0) as annual_plan,
    sum(invested) filter (back = 0) as invested,
    sum(compared_due) filter (back = 0) as targets_due,
    sum(compared_due) filter (back = 1) / nullif(sum(compared_plan) filter (back = 1), 0) as target_share_before,
    sum(compared_invested) filter (back = 0) / nullif(sum(compared_plan) filter (back = 0), 0) as completion,
    sum(compared_invested) filter (back = 1) / nullif(sum(compared_plan) filter (back = 1), 0) as completion_before,
    sum(compared_invested) filter (back = 12) / nullif(sum(compared_plan) filter (back = 12), 0) as last_year_completion
from status
left join chain on $by = 'chain' and chain_id = code left join county on $by = 'county' and county_id = code
left join leader on $by = 'leader' and leader_id = code
group by code, chain.name, chain.name_en, county.name, leader.name having projects > 0
order by array_position(['省三高四新', '省重点', '市重点'], code), completion nulls last, code
