-- Counties, districts and parks
-- Every county with its code.
select
    county_id,
    name
from county
order by county_id
