-- Every edition
-- When each edition was made, by whom and how, and how many rows its submissions brought.
select
    edition.edition,
    edition.made_at,
    edition.made_by,
    edition.kind as edition_kind,
    edition.message,
    edition.parent,
    count(submission.submission_id) as submission_count,
    sum(submission.rows_added)::bigint as rows_added,
    sum(submission.rows_changed)::bigint as rows_changed,
    sum(submission.rows_removed)::bigint as rows_removed
from edition
left join submission using (edition)
group by all
order by edition.edition desc
