-- The submissions behind a project
-- Every submission that one of the project's rows came from: number, time, person, file and rows, the latest first.
-- :project text
with part as (
    select 'project' as dataset, submission_id, source_row from project where project_id = $project
    union all
    select 'project_level', submission_id, source_row from project_level where project_id = $project
    union all
    select 'project_plan', submission_id, source_row from project_plan where project_id = $project
    union all
    select 'project_month', submission_id, source_row from project_month where project_id = $project
    union all
    select 'dispatch', submission_id, source_row from dispatch where project_id = $project
)
select
    part.submission_id,
    submission.submitted_at,
    submission.submitted_by,
    part.dataset,
    count(*) as row_count,
    string_agg(part.source_row::varchar, ', ' order by part.source_row) as source_rows,
    submission.file_name,
    submission.sheet,
    submission.message,
    submission.edition
from part
left join submission using (submission_id)
group by all
order by part.submission_id desc nulls last, part.dataset
