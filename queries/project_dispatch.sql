-- Dispatch decisions on a project
-- What each meeting decided, who owns it, by when, whether it was done, and which submission brought it; overdue at the end of the month, or today if that is earlier.
-- :project text
-- :month yearmonth
with day as (
    select least(
        current_date,
        last_day((coalesce($month, (select project_month from clock)) || '-01')::date)
    ) as held_on
)
select
    dispatch.month,
    case
        when dispatch.done_on is not null then 'closed'
        when dispatch.due_on < day.held_on then 'overdue'
        else 'open'
    end as state,
    dispatch.resolution,
    dispatch.owner,
    dispatch.due_on,
    dispatch.done_on,
    dispatch.submission_id,
    submission.submitted_by
from dispatch
cross join day
left join submission using (submission_id)
where dispatch.project_id = $project
  and dispatch.resolution is not null
order by dispatch.month desc
