-- Published figures of the service to enterprises
-- Cadres, visits and issues; rates in %. What the ledgers do not hold is quoted from the indicators.
with ledger as (
    select
        count(*) as issue_count,
        count(*) filter (state = 'closed') as issue_resolved_count,
        100 * count(*) filter (state = 'closed') / nullif(count(*), 0) as issue_resolution_rate,
        count(*) filter (source = '省工作组交办') as issue_provincial_count,
        100 * count(*) filter (source = '省工作组交办' and state = 'closed')
            / nullif(count(*) filter (source = '省工作组交办'), 0) as issue_provincial_resolution_rate,
        100 * count(*) filter (satisfied)
            / nullif(count(called_back_on), 0) as callback_satisfaction_rate,
        count(distinct uscc) filter (leader_id is not null) as leader_helped_enterprise_count,
        count(*) filter (leader_id is not null and state = 'closed') as leader_helped_issue_count,
        100 * count(*) filter (leader_id is not null and closed_on <= due_on)
            / nullif(count(leader_id), 0) as leader_helped_on_time_rate,
        count(distinct task_force) as task_force_count,
        count(*) filter (source = '驻企联络员' and state = 'closed') as resident_issue_count
    from issue_status
),
staff as (
    select
        count(*) filter (rank = '市级领导') as city_leader_count,
        count(*) as cadre_count
    from cadre
),
assigned as (
    select
        count(distinct cadre_id) filter (
            role = '联企' and (size_class in ('规上', '限上') or park is not null)
        ) as cadre_count_scale,
        count(distinct cadre_id) filter (role = '驻企') as resident_cadre_count,
        count(distinct uscc) filter (role = '驻企') as resident_enterprise_count,
        count(distinct unit) filter (role = '驻企') as resident_unit_count
    from cadre_enterprise
    join cadre using (cadre_id)
    join enterprise using (uscc)
),
work as (
    select
        (select count(distinct uscc) from visit) as enterprise_visited_count,
        (select count(distinct owner) from task where owner like '联企%组') as working_group_count
)
select
    key,
    value
from (
    unpivot (select columns(*)::double from ledger, staff, assigned, work)
    on columns(*)
    into name key value value
)
union all
select
    indicator_id as key,
    value
from indicator
where value is not null
