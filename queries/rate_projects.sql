-- Projects behind a rate
-- What is planned for the year of the month, each project as late, early, reached or still to come by the month's end; the longest late first.
-- :milestone text = 开工
-- :standing text
-- :month yearmonth
-- :level text
-- :chain text
-- :county text
with shown as (
    select least(
        current_date,
        last_day((coalesce($month, (select project_month from clock)) || '-01')::date)
    ) as until
),
chosen as (
    select distinct project_id from project_level where $level is null or level = $level
),
scope as (
    select
        milestone.project_id,
        milestone.planned_on,
        case when milestone.actual_on <= shown.until then milestone.actual_on end as actual_on,
        case
            when milestone.actual_on <= shown.until
                then if(milestone.planned_on > shown.until, '提前', '已达')
            else if(milestone.planned_on > shown.until, '未到期', '未达')
        end as standing,
        least(milestone.actual_on, shown.until) - milestone.planned_on as days_behind
    from milestone
    cross join shown
    where milestone.milestone = $milestone
      and year(milestone.planned_on) = year(shown.until)
      and ($milestone <> '入库' or milestone.planned_on <= shown.until)
)
select
    scope.project_id,
    project.name,
    scope.standing,
    scope.planned_on,
    scope.actual_on,
    if(scope.standing = '未到期', null, scope.days_behind) as days_behind,
    chain.name as chain,
    chain.name_en as chain_en,
    county.name as county,
    leader.name as leader,
    project.builder,
    project.total_investment
from scope
join project using (project_id)
left join chosen using (project_id)
left join chain using (chain_id)
left join county using (county_id)
left join leader using (leader_id)
where ($standing is null or scope.standing = $standing)
  and ($level is null or chosen.project_id is not null)
  and ($chain is null or project.chain_id = $chain)
  and ($county is null or project.county_id = $county)
order by array_position(['未达', '未到期', '提前', '已达'], scope.standing), scope.days_behind desc, scope.project_id
