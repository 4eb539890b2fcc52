-- Clock
-- One row: the latest month that projects and enterprises report, and the latest day in the ledgers, never later than today.
select
    (select max(month) from project_month) as project_month,
    (select max(month) from enterprise_month) as enterprise_month,
    least(
        current_date,
        greatest(
            (select max(raised_on) from issue),
            (select max(closed_on) from issue),
            (select max(visited_on) from visit)
        )
    ) as ledger_date
