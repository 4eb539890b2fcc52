-- Counties, districts and parks
-- Every county with its code, and its place on the map of tiles.
select
    county_id,
    name,
    map_row,
    map_column
from county
order by county_id
