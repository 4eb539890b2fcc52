-- Milestones
-- Start, finish, production and registration of every project: the planned day and the day it was reached. Registration is owed from the start on; a package's own milestone falls away where one of its parts has it in the same year.
with day as (
    select project_id, parent_id, '开工' as milestone, planned_start as planned_on, actual_start as actual_on
    from project
    union all
    select project_id, parent_id, '竣工' as milestone, planned_finish as planned_on, actual_finish as actual_on
    from project
    union all
    select project_id, parent_id, '投产' as milestone, planned_production as planned_on, actual_production as actual_on
    from project
    union all
    select project_id, parent_id, '入库' as milestone, actual_start as planned_on, registered_on as actual_on
    from project
)
select
    day.project_id,
    day.milestone,
    day.planned_on,
    day.actual_on
from day
left join (select distinct parent_id, milestone, year(planned_on) as year from day) as part
    on part.parent_id = day.project_id
    and part.milestone = day.milestone
    and part.year = year(day.planned_on)
where part.parent_id is null
