-- Report
-- Every monthly report of a project or a firm, and the submission that brought it.
select
    'project_month' as dataset,
    project_id as record,
    month,
    submission_id
from project_month
union all
select
    'enterprise_month' as dataset,
    uscc as record,
    month,
    submission_id
from enterprise_month
