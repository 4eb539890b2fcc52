-- The rule of the lights in force
-- The last rule that was published with the data up to this edition; without one, no row, and the city's setting holds.
select
    edition,
    name,
    text,
    made_by,
    made_at,
    message
from light_rule
order by edition desc
limit 1
