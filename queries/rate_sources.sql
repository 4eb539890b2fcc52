-- Submissions behind a rate
-- From which submissions the projects come that are planned for the year of the month, the latest first.
-- :milestone text = 开工
-- :month yearmonth
-- :level text
-- :chain text
-- :county text
with shown as (
    select last_day((coalesce($month, (select project_month from clock)) || '-01')::date) as until
)
select
    submission.submission_id,
    submission.submitted_at,
    submission.submitted_by,
    submission.file_name,
    count(*) as projects
from milestone
cross join shown
join project using (project_id)
left join submission on submission.submission_id = project.submission_id
where milestone.milestone = $milestone
  and year(milestone.planned_on) = year(shown.until)
  and ($milestone <> '入库' or milestone.planned_on <= shown.until)
  and ($level is null or project_id in (select project_id from project_level where level = $level))
  and ($chain is null or project.chain_id = $chain)
  and ($county is null or project.county_id = $county)
group by all
order by submission.submission_id desc nulls last
