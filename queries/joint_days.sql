-- Days of joint starts and completions
-- The days of the year on which the city starts and finishes projects together.
-- :year integer
select
    event_id,
    held_on,
    enterprises
from event
where kind = '集中开竣工'
  and ($year is null or year(held_on) = $year::integer)
order by held_on
