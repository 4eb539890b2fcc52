-- The submissions of an edition
-- What was submitted with an edition, and with those that came after another one, the latest first.
-- :edition integer
-- :after integer
select
    submission_id,
    dataset,
    submitted_by,
    submitted_at,
    file_name,
    edition
from submission
where edition <= coalesce($edition::bigint, (select max(edition) from edition))
  and edition > coalesce($after::bigint, $edition::bigint - 1, (select max(edition) - 1 from edition))
order by submission_id desc
