-- Dispatch decisions on a project
-- What each meeting decided, who owns it, by when, whether it was done by the ledgers' latest day, and which submission brought it.
-- :project text
select
    dispatch_status.month,
    dispatch_status.decision_state,
    dispatch_status.resolution,
    dispatch_status.owner,
    dispatch_status.due_on,
    dispatch_status.done_on,
    dispatch_status.days_overdue,
    dispatch.submission_id,
    submission.submitted_by
from dispatch_status
join dispatch using (project_id, month)
left join submission using (submission_id)
where dispatch_status.project_id = $project
order by dispatch_status.month desc
