-- Firms of a name
-- The codes of the open firms that are called exactly this, or have this code.
-- :name text
select uscc
from enterprise
where status <> '注销' and (name = $name or uscc = $name)
order by uscc
