-- Dispatch status
-- Every decision of a dispatch meeting with its state on the ledgers' latest day (done, overdue or open), and the month in which the next one on the project followed.
with today as (
    select least(
        current_date,
        greatest(
            (select max(raised_on) from issue),
            (select max(closed_on) from issue),
            (select max(visited_on) from visit)
        )
    ) as ledger_date
)
select
    dispatch.project_id,
    dispatch.month,
    lead(dispatch.month) over (
        partition by dispatch.project_id order by dispatch.month
    ) as followed_in,
    dispatch.resolution,
    dispatch.owner,
    dispatch.due_on,
    dispatch.done_on,
    case
        when dispatch.done_on is not null then '已办结'
        when dispatch.due_on < today.ledger_date then '已超期'
        else '未办结'
    end as decision_state,
    case
        when dispatch.done_on is null then greatest(today.ledger_date - dispatch.due_on, 0)
    end as days_overdue
from dispatch
cross join today
where dispatch.resolution is not null
