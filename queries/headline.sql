-- Headline figures
-- Each figure with its numerator and denominator; a project on several lists counts once.
-- :month yearmonth
with shown as (
    select coalesce($month, project_month) as project_month, enterprise_month from clock
),
project as (
    select
        'completion' as key,
        sum(compared_invested) as numerator,
        sum(compared_plan) as denominator,
        project_month as period,
        count(*) - count(compared_plan) as left_out,
        sum(compared_due) as targets_due
    from project_status
    join shown on month = project_month
    where counted
    group by project_month
),
output as (
    select
        'output' as key,
        sum(output_ytd) filter (month = enterprise_month) as numerator,
        sum(output_ytd) filter (
            month = (left(enterprise_month, 4)::integer - 1)::varchar || right(enterprise_month, 3)
        ) as denominator,
        enterprise_month as period
    from enterprise_month
    cross join shown
    group by shown.enterprise_month
),
resolved as (
    select
        'resolved' as key,
        count(*) filter (state = 'closed') as numerator,
        count(*) as denominator,
        (select ledger_date from clock)::varchar as period,
        count(*) filter (state = 'overdue') as left_out
    from issue_status
),
visited as (
    select
        'visited' as key,
        (select count(distinct uscc) from visit) as numerator,
        (select count(*) from enterprise where status <> '注销') as denominator,
        (select ledger_date from clock)::varchar as period
)
select key, numerator, denominator, numerator / nullif(denominator, 0) as rate, period, left_out, targets_due
from (
    from project
    union all by name
    from output
    union all by name
    from resolved
    union all by name
    from visited
)
