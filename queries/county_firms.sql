-- The firms of a county
-- Every open firm that is registered there.
-- :county text
select uscc
from enterprise
where status <> '注销' and county_id = $county
order by uscc
