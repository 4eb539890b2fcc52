-- The problems of a project
-- Each problem with the months whose reports name it in the same words, one report after the other; the one that the latest report names still stands.
-- :project text
with report as (
    select
        month,
        nullif(trim(problem), '') as problem,
        row_number() over (order by month) as place
    from project_month
    where project_id = $project
),
named as (
    select
        month,
        problem,
        place - row_number() over (partition by problem order by month) as run
    from report
    where problem is not null
)
select
    problem,
    case when max(month) = (select max(month) from report) then '未解决' else '不再上报' end
        as problem_state,
    min(month) as first_month,
    max(month) as last_month,
    count(*) as month_count
from named
group by problem, run
order by last_month desc, first_month desc, problem
