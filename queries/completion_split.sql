-- Investment completion by one dimension
-- By level, chain, county, leader, sector or nature, or `all` in one: invested against the plan, the month's own, the month reported before, the same month a year before, what own targets ask for. A project stands on every list that names it, so lists are never added.
-- :by text = level
-- :month yearmonth
-- :level text
-- :chain text
-- :county text
-- chart: bar x=name y=completion
with moment as (
    select held.month as shown, max(project_month.month) as earlier, left(held.month, 4)::integer - 1 || right(held.month, 3) as year_ago
    from (select coalesce($month, (select project_month from clock)) as month) as held
    left join project_month on project_month.month >= left(held.month, 4) and project_month.month < held.month
    group by held.month
),
grouped as (
    select project_id, level as code from project_level where $by = 'level' and ($level is null or level = $level)
    union all
    select project_id, case $by when 'chain' then chain_id when 'county' then county_id when 'leader' then leader_id when 'sector' then sector when 'nature' then nature else $by end
    from project where $by <> 'level'
),
reached as (
    select
        grouped.code, shown, earlier, year_ago, month, project_status.annual_plan as plan, compared_plan, compared_invested, compared_due,
        compared_invested - coalesce(lag(invested_ytd ignore nulls) over (
            partition by project_id, grouped.code, left(month, 4) order by month
        ), 0) as invested
    from project_status
    join grouped using (project_id)
    join moment on month between left(shown, 4) and shown or month = year_ago
    where counted
      and ($chain is null or chain_id = $chain)
      and ($county is null or county_id = $county)
      and ($level is null or project_id in (select project_id from project_level where level = $level))
)
select
    code,
    coalesce(chain.name, county.name, leader.name, code) as name,
    coalesce(chain.name_en, county.name, leader.name, code) as name_en,
    count(*) filter (month = shown) as projects,
    count(compared_plan) filter (month = shown) as compared,
    count(*) filter (month = shown and coalesce(plan, 0) = 0) as no_plan,
    count(*) filter (month = shown and plan > 0 and compared_plan is null) as not_reported,
    sum(compared_invested) filter (month = shown) as invested_ytd,
    sum(compared_plan) filter (month = shown) as annual_plan,
    sum(invested) filter (month = shown) as invested,
    sum(compared_due) filter (month = shown) as targets_due,
    sum(compared_due) filter (month = earlier) / nullif(sum(compared_plan) filter (month = earlier), 0) as target_share_before,
    sum(compared_invested) filter (month = shown) / nullif(sum(compared_plan) filter (month = shown), 0) as completion,
    sum(compared_invested) filter (month = earlier) / nullif(sum(compared_plan) filter (month = earlier), 0) as completion_before,
    sum(compared_invested) filter (month = year_ago) / nullif(sum(compared_plan) filter (month = year_ago), 0) as last_year_completion
from reached
left join chain on $by = 'chain' and chain_id = code left join county on $by = 'county' and county_id = code
left join leader on $by = 'leader' and leader_id = code
group by code, chain.name, chain.name_en, county.name, leader.name
having projects > 0
order by array_position(['省三高四新', '省重点', '市重点'], code), completion nulls last, code
