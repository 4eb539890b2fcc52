-- Published figures of the chains
-- Chains, their chiefs, and how many departments and liaison officers each has; empty where chains differ.
with answer as (
    select
        chain.chain_id,
        count(distinct department.department_id) as departments,
        count(distinct liaison.liaison_id) as liaisons
    from chain
    left join department
        on department.department_id = chain.department_id and department.kind = '市直'
    left join liaison using (chain_id)
    group by chain.chain_id
)
select
    'chain_count' as key,
    count(*) as value
from answer
union all
select
    'chain_chief_count' as key,
    count(distinct leader_id) as value
from chain_leader
where role = '链长' and to_date is null
union all
select
    'chain_department_rule' as key,
    case when min(departments) = max(departments) then max(departments) end as value
from answer
union all
select
    'chain_liaison_rule' as key,
    case when min(liaisons) = max(liaisons) then max(liaisons) end as value
from answer
