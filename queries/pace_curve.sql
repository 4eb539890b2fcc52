-- The curve of past years
-- For each year, what all projects had invested by the end of each month as a share of the whole year, over the years before whose December is reported; where a project's month is missing, its month before holds.
-- :year integer
-- chart: line x=month_number y=share
with report as (
    select
        project_id,
        month,
        left(month, 4)::integer as year,
        invested_ytd - coalesce(lag(invested_ytd) over (
            partition by project_id, left(month, 4) order by month
        ), 0) as invested
    from project_month
    where invested_ytd is not null
),
complete as (
    select distinct
        project_id,
        left(month, 4)::integer as year
    from project_month
    where right(month, 2) = '12' and invested_ytd is not null
),
monthly as (
    select
        report.year,
        right(report.month, 2)::integer as month_number,
        sum(sum(report.invested)) over (partition by report.year order by report.month) as reached,
        sum(sum(report.invested)) over (partition by report.year) as year_total
    from report
    join complete using (project_id, year)
    group by report.year, report.month
),
asked as (
    select distinct left(month, 4)::integer as year from project_month where $year is null
    union
    select $year::integer where $year is not null
)
select
    asked.year,
    monthly.month_number,
    count(*)::integer as complete_years,
    sum(monthly.reached) / nullif(sum(monthly.year_total), 0) as share
from asked
join monthly on monthly.year < asked.year
group by asked.year, monthly.month_number
order by asked.year, monthly.month_number
