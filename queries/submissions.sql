-- Every submission
-- What was submitted, by whom, when, from which file, and how many rows it brought; the latest first.
-- :dataset text
-- :submission integer
-- :limit integer = 500
select
    submission.submission_id,
    submission.submitted_at,
    submission.dataset,
    submission.submitted_by,
    submission.file_name,
    submission.sheet,
    submission.rows_added,
    submission.rows_changed,
    submission.rows_same,
    submission.rows_removed,
    submission.message,
    submission.edition,
    edition.parent,
    edition.kind as edition_kind,
    submission.sha256
from submission
left join edition using (edition)
where ($dataset is null or submission.dataset = $dataset)
  and ($submission is null or submission.submission_id = $submission::bigint)
order by submission.submission_id desc
limit $limit::bigint
