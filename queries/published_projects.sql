-- Published figures of the projects
-- Projects and completion of each list (%), and the projects begun or finished at the latest joint ceremony (亿元).
-- :month yearmonth = 2022-10
with list as (
    select
        project_level.level,
        count(*) as projects,
        sum(compared_invested) as invested_ytd,
        sum(compared_plan) as annual_plan
    from project_status
    join project_level using (project_id)
    where month = $month
    group by project_level.level
),
name as (
    select unnest(['省三高四新', '省重点', '市重点']) as level,
        unnest(['strategic', 'provincial', 'municipal']) as short
),
ceremony as (
    select max(held_on) as held_on
    from event
    where kind = '集中开竣工'
),
milestone as (
    select project.total_investment
    from project
    join ceremony on project.actual_start = held_on or project.actual_finish = held_on
)
select
    'project_count_' || short as key,
    projects as value
from list
join name using (level)
union all
select
    'project_completion_' || short as key,
    100 * invested_ytd / nullif(annual_plan, 0) as value
from list
join name using (level)
union all
select
    'milestone_project_count' as key,
    count(*) as value
from milestone
union all
select
    'milestone_total_investment' as key,
    sum(total_investment) / 10000 as value
from milestone
