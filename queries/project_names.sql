-- The projects by name
-- Every project with its name, in the order of their numbers.
select
    project_id,
    name
from project
order by project_id
