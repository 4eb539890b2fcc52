-- How fresh is each dataset
-- The last submission of each dataset: when, by whom, from which file, in which edition.
select
    dataset,
    submission_id,
    edition,
    submitted_at,
    submitted_by,
    file_name,
    rows_added,
    rows_changed
from submission
qualify row_number() over (partition by dataset order by submission_id desc) = 1
order by submitted_at desc, dataset
