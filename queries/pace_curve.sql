-- The curve of past years
-- For each year, what all projects had invested by the end of each month as a share of the whole year, over the complete years before it.
-- :year integer
-- chart: line x=month_number y=share
with asked as (
    select distinct year from year_pace where $year is null
    union
    select $year::integer where $year is not null
)
select
    asked.year,
    year_pace.month_number,
    count(*)::integer as complete_years,
    sum(year_pace.invested_ytd) / nullif(sum(year_pace.year_total), 0) as share
from asked
join year_pace on year_pace.year < asked.year and year_pace.complete
group by asked.year, year_pace.month_number
order by asked.year, year_pace.month_number
