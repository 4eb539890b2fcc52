-- The submissions behind a light
-- Of the reports and plans in force that make a light: which submission brought them, when, by whom, from which file, and how many rows; the latest first.
-- :month yearmonth
-- :project text
-- :chain text
-- :level text
-- :county text
-- :leader text
-- :sector text
-- :nature text
with lit as (
    select
        project_id,
        month,
        version
    from project_status
    where month = coalesce($month, (select project_month from clock))
      and (counted or $project is not null)
      and ($project is null or project_id = $project)
      and ($chain is null or chain_id = $chain)
      and ($county is null or county_id = $county)
      and ($leader is null or leader_id = $leader)
      and ($sector is null or sector = $sector)
      and ($nature is null or nature = $nature)
      and ($level is null or project_id in (select project_id from project_level where level = $level))
),
brought as (
    select 'project_month' as dataset, project_month.submission_id
    from project_month join lit using (project_id, month)
    union all
    select 'project_plan', project_plan.submission_id
    from project_plan join lit
        on project_plan.project_id = lit.project_id
        and project_plan.year = left(lit.month, 4)::integer
        and project_plan.version = lit.version
)
select
    brought.submission_id,
    submission.submitted_at,
    submission.submitted_by,
    brought.dataset,
    count(*) as row_count,
    submission.file_name,
    submission.edition
from brought
left join submission using (submission_id)
group by all
order by brought.submission_id desc nulls last, brought.dataset
