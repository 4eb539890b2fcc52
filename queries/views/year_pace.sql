-- Pace of a year
-- What all projects had invested by the end of each reported month of a year, where a project's month is missing by its month before, and what the year came to; a year is complete with December and ten months before it.
with told as (
    select
        month,
        invested_ytd,
        lag(month) over its_months as month_before,
        lag(invested_ytd) over its_months as amount_before
    from project_month
    where invested_ytd is not null
    window its_months as (partition by project_id order by month)
),
own as (
    select
        month,
        sum(
            invested_ytd
            - if(left(month_before, 4) = left(month, 4), amount_before, 0)
        ) as invested
    from told
    group by month
)
select
    left(month, 4)::integer as year,
    right(month, 2)::integer as month_number,
    sum(invested) over (partition by left(month, 4) order by month) as invested_ytd,
    sum(invested) over (partition by left(month, 4)) as year_total,
    max(right(month, 2)) over (partition by left(month, 4)) = '12'
        and count(*) over (partition by left(month, 4)) >= 11 as complete
from own
