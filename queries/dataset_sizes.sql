-- How many rows each dataset holds
-- Estimated by the database for every table of the edition.
select
    table_name as dataset,
    estimated_size as row_count
from duckdb_tables()
where not temporary and schema_name = 'main'
order by table_name
