-- Leaders
-- Every leader in the order of their numbers, with the position.
select
    leader_id,
    name,
    position
from leader
order by leader_id
