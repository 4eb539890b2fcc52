-- What the lights of projects are made of
-- Every project of a month; one that has no report for it also stands in the last month, of two years, in which it had a light.
-- :month yearmonth
with shown as (
    select coalesce($month, (select project_month from clock)) as month
),
here as (
    select project_status.project_id
    from project_status
    join shown using (month)
    where project_status.state = 'not_reported'
),
kept as (
    select
        project_status.project_id,
        project_status.month
    from project_status
    join shown using (month)
    union all
    select
        project_status.project_id,
        max(project_status.month) as month
    from project_status
    cross join shown
    join here using (project_id)
    where project_status.month < shown.month
      and project_status.month >= (left(shown.month, 4)::integer - 1)::varchar
      and project_status.state <> 'not_reported'
    group by project_status.project_id
)
select
    project_status.project_id,
    project_status.name,
    project_status.month,
    project_status.chain_id,
    chain.name as chain,
    chain.name_en as chain_en,
    leader.name as leader,
    project_status.builder,
    project_status.annual_plan,
    project_status.invested_ytd,
    project_status.targets_due,
    project_status.completion,
    project_status.state
from project_status
join kept using (project_id, month)
left join chain using (chain_id)
left join leader using (leader_id)
order by project_status.project_id, project_status.month
