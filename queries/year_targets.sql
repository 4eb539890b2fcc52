-- The plan of a year by the projects' own targets
-- What the cumulative quarterly targets ask for at the end of each month, between two quarters on the straight line; a project without targets owes a twelfth each month.
-- :month yearmonth
-- :level text
-- :chain text
-- :county text
-- chart: line x=month y=target_share
with planned as (
    select
        status.annual_plan as whole,
        plan.q1_target + plan.q2_target + plan.q3_target + plan.q4_target is not null as told,
        plan.q1_target,
        plan.q2_target,
        plan.q3_target,
        plan.q4_target
    from project_status as status
    join project_plan as plan
        on plan.project_id = status.project_id
        and plan.year = left(status.month, 4)::integer
        and plan.version = status.version
    where status.counted
      and status.annual_plan > 0
      and status.month = coalesce($month, (select project_month from clock))
      and ($chain is null or status.chain_id = $chain)
      and ($county is null or status.county_id = $county)
      and ($level is null
          or status.project_id in (select project_id from project_level where level = $level))
),
quarter as (
    select
        sum(whole) as annual_plan,
        [
            0,
            sum(if(told, q1_target, whole / 4)),
            sum(if(told, q2_target, whole / 2)),
            sum(if(told, q3_target, whole * 3 / 4)),
            sum(if(told, q4_target, whole))
        ] as target
    from planned
),
twelfth as (
    select unnest(range(12)) as past
)
select
    left(coalesce($month, (select project_month from clock)), 4)
        || '-' || lpad((past + 1)::varchar, 2, '0') as month,
    annual_plan,
    target[past // 3 + 1]
        + (target[past // 3 + 2] - target[past // 3 + 1]) * (past % 3 + 1) / 3 as targets_due,
    targets_due / nullif(annual_plan, 0) as target_share
from quarter
cross join twelfth
where annual_plan is not null
order by month
