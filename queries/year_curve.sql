-- The course of a year
-- Invested to date and in the month itself, up to the chosen month, of the projects with a plan and a report; beside it the same month of last year, to its end; each project counts once.
-- :month yearmonth
-- :level text
-- :chain text
-- :county text
with held as (
    select
        coalesce($month, (select project_month from clock)) as month,
        left(coalesce($month, (select project_month from clock)), 4)::integer as year
),
report as (
    select
        month, state, compared_plan, compared_due, compared_invested,
        compared_invested - coalesce(lag(compared_invested ignore nulls) over (
            partition by project_id, left(month, 4) order by month
        ), 0) as invested
    from project_status
    where counted
      and month between (select year - 1 || '-01' from held) and (select year || '-12' from held)
      and ($chain is null or chain_id = $chain)
      and ($county is null or county_id = $county)
      and ($level is null or project_id in (select project_id from project_level where level = $level))
),
reached as (
    select
        month,
        count(*) as projects,
        count(compared_plan) as compared,
        count(*) filter (state = 'no_plan') as no_plan,
        count(*) filter (state = 'not_reported') as not_reported,
        sum(compared_plan) as annual_plan,
        sum(compared_due) as targets_due,
        sum(compared_invested) as invested_ytd,
        sum(invested) as invested,
        sum(compared_invested) / nullif(sum(compared_plan), 0) as completion
    from report
    group by month
)
select
    held.year || '-' || lpad(number::varchar, 2, '0') as month,
    reached.projects,
    reached.compared,
    reached.no_plan,
    reached.not_reported,
    reached.annual_plan, reached.targets_due,
    reached.invested_ytd,
    reached.completion,
    reached.invested,
    before.completion as last_year_completion,
    before.invested as last_year_invested
from held
cross join range(1, 13) as twelve(number)
left join reached on reached.month = held.year || '-' || lpad(number::varchar, 2, '0')
    and reached.month <= held.month
left join reached as before
    on before.month = held.year - 1 || '-' || lpad(number::varchar, 2, '0')
where reached.month is not null or before.month is not null
order by month
