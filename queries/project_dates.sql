-- The dates of a project
-- Start, production and finish against their planned day, registration against the actual start; what has not come is measured at the end of the month, or today if that is earlier; registration is judged where any project has it.
-- :project text
-- :month yearmonth
with day as (
    select least(
        current_date,
        last_day((coalesce($month, (select project_month from clock)) || '-01')::date)
    ) as held_on,
    exists (from project where registered_on is not null) as registers
),
milestone as (
    select
        unnest(['开工', '投产', '竣工', '入库']) as milestone,
        unnest([1, 2, 3, 4]) as rank_order,
        unnest([planned_start, planned_production, planned_finish, null]) as planned_on,
        unnest([planned_start, planned_production, planned_finish, actual_start]) as due_by,
        unnest([actual_start, actual_production, actual_finish, registered_on]) as actual_on
    from project
    where project_id = $project
)
select
    milestone.milestone,
    milestone.planned_on,
    milestone.actual_on,
    case
        when actual_on is not null and rank_order = 4 then '已完成'
        when actual_on < due_by then '提前'
        when actual_on = due_by then '按期'
        when actual_on > due_by then '推迟'
        when actual_on is not null then '已完成'
        when rank_order = 4 and day.registers and due_by <= day.held_on then '开工未入库'
        when rank_order < 4 and due_by < day.held_on then '逾期未完成'
        when rank_order < 4 and due_by is not null then '未到期'
        else '未填报'
    end as milestone_state,
    case
        when actual_on is not null then actual_on - due_by
        when due_by <= day.held_on and (rank_order < 4 or day.registers) then day.held_on - due_by
    end as days_behind
from milestone
cross join day
order by milestone.rank_order
