-- Which projects make the gap
-- Every project that is behind: the money it is behind, its part of all that is behind, and the parts added up from the largest; without a schedule, by each project's own targets.
-- :month yearmonth
-- :schedule number
-- :level text
-- :chain text
-- :county text
-- chart: bar x=name y=behind
with due as (
    select
        project_id,
        name,
        chain_id,
        county_id,
        leader_id,
        annual_plan,
        invested_ytd,
        completion,
        state,
        targets_due,
        coalesce(annual_plan * $schedule::double, targets_due) as money_due
    from project_status
    where counted
      and compared_plan is not null
      and month = coalesce($month, (select project_month from clock))
      and ($chain is null or chain_id = $chain)
      and ($county is null or county_id = $county)
      and ($level is null or project_id in (select project_id from project_level where level = $level))
),
total as (
    select sum(money_due - invested_ytd) as net_behind from due
)
select
    due.project_id,
    due.name,
    chain.name as chain,
    chain.name_en as chain_en,
    county.name as county,
    leader.name as leader,
    due.annual_plan,
    due.invested_ytd,
    due.completion,
    due.state,
    due.targets_due,
    due.money_due / due.annual_plan as schedule,
    due.money_due - due.invested_ytd as behind,
    behind / sum(behind) over () as gap_share,
    sum(behind) over (order by behind desc, due.project_id rows unbounded preceding)
        / sum(behind) over () as gap_share_so_far,
    total.net_behind
from due
cross join total
left join chain using (chain_id)
left join county using (county_id)
left join leader using (leader_id)
where due.money_due > due.invested_ytd
order by behind desc, due.project_id
