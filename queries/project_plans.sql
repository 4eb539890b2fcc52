-- The plans of a project
-- Every version of every year's plan, what it changed, who brought it, and what is invested by the latest report up to the month against it: by the first plan as well as by the last.
-- :project text
-- :year integer
-- :month yearmonth
with report as (
    select
        left(month, 4)::integer as year,
        max(month) as month,
        max_by(invested_ytd, month) as invested_ytd
    from project_month
    where project_id = $project
      and ($month is null or month <= $month)
    group by left(month, 4)
)
select
    plan.year,
    plan.version,
    plan.annual_plan,
    plan.annual_plan - lag(plan.annual_plan) over (
        partition by plan.year order by plan.version
    ) as plan_change,
    plan.change_reason,
    report.month,
    report.invested_ytd,
    report.invested_ytd / nullif(plan.annual_plan, 0) as completion,
    plan.q1_target,
    plan.q2_target,
    plan.q3_target,
    plan.q4_target,
    submission.submitted_at,
    submission.submitted_by,
    plan.submission_id,
    plan.source_row,
    submission.file_name,
    submission.rows_changed,
    edition.parent
from project_plan as plan
left join report on report.year = plan.year
left join submission on submission.submission_id = plan.submission_id
left join edition on edition.edition = submission.edition
where plan.project_id = $project
  and ($year is null or plan.year = $year::integer)
order by plan.year desc, plan.version desc
