-- The months of a firm
-- Cumulative figures as reported, the output of the month alone and of the same month a year before; the latest first.
-- :firm text
-- chart: line x=month y=output_ytd
with report as (
    select
        month,
        output_ytd,
        revenue_ytd,
        profit_ytd,
        tax_ytd,
        electricity_ytd,
        employees,
        cast(left(month, 4) as integer) as year
    from enterprise_month
    where uscc = $firm
)
select
    report.month,
    report.output_ytd,
    report.output_ytd - coalesce(
        lag(report.output_ytd) over (partition by report.year order by report.month), 0
    ) as output_month,
    before.output_ytd as output_before,
    report.output_ytd / nullif(before.output_ytd, 0) - 1 as output_growth,
    report.revenue_ytd,
    report.profit_ytd,
    report.tax_ytd,
    report.electricity_ytd,
    report.employees
from report
left join report as before
    on before.year = report.year - 1 and right(before.month, 2) = right(report.month, 2)
order by report.month desc
