-- Who may own a decision
-- Every department in the order of their numbers, then whoever else has owned a decision of a dispatch meeting.
with named as (
    select name as owner, department_id as place from department
    union all
    select owner, null as place from dispatch
    where owner is not null
)
select owner
from named
group by owner
order by min(place) nulls last, owner
