-- The plans of a project
-- Every version of every year's plan with its cumulative quarterly targets.
-- :project text
-- :year integer
select
    year,
    version,
    annual_plan,
    q1_target,
    q2_target,
    q3_target,
    q4_target
from project_plan
where project_id = $project
  and ($year is null or year = $year::integer)
order by year desc, version desc
