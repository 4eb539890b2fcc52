-- The course of a year
-- Invested to date and in the month itself, up to the chosen month, of the projects with a plan and a report; beside it the same month of last year, to its end; each project counts once.
-- :month yearmonth
-- :level text
-- :chain text
-- :county text
with held as (
    select coalesce($month, project_month) as month, left(coalesce($month, project_month), 4)::integer as year
    from clock
),
report as (
    select project_id, month, state, compared_plan, compared_due, compared_invested
    from project_status
    where counted
      and month between (select year - 1 || '-01' from held) and (select year || '-12' from held)
      and ($chain is null or chain_id = $chain)
      and ($county is null or county_id = $county)
      and ($level is null or project_id in (select project_id from project_level where level = $level))
),
own as (
    select month, compared_invested - lag(compared_invested, 1, 0) over (
        partition by project_id, month < (select year::varchar from held) order by month
    ) as invested
    from report
    where compared_invested is not null
),
reached as (
    select
        month,
        count(*) as projects,
        count(compared_plan) as compared,
        count(*) filter (state = 'no_plan') as no_plan, count(*) filter (state = 'not_reported') as not_reported,
        sum(compared_plan) as annual_plan,
        sum(compared_due) as targets_due,
        sum(compared_invested) as invested_ytd,
        sum(compared_invested) / nullif(sum(compared_plan), 0) as completion
    from report group by month
),
told as (
    select
        month, projects, compared, no_plan, not_reported,
        annual_plan, targets_due, invested_ytd, completion, own.invested
    from reached
    left join (select month, sum(invested) as invested from own group by month) as own using (month)
)
select
    held.year || '-' || lpad(number::varchar, 2, '0') as month,
    later.projects, later.compared, later.no_plan, later.not_reported,
    later.annual_plan, later.targets_due, later.invested_ytd, later.completion, later.invested,
    earlier.completion as last_year_completion,
    earlier.invested as last_year_invested
from held
cross join range(1, 13) as twelve(number)
left join told as later
    on later.month = held.year || '-' || lpad(number::varchar, 2, '0') and later.month <= held.month
left join told as earlier
    on earlier.month = held.year - 1 || '-' || lpad(number::varchar, 2, '0')
where later.month is not null or earlier.month is not null
order by month
