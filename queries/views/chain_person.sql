-- Chain person
-- Who answers for each chain today: chiefs, the responsible department, the liaison officer.
select
    chain_leader.chain_id,
    case chain_leader.role when '链长' then 'chief' else 'deputy' end as role,
    leader.name,
    leader.position,
    1 as rank_order
from chain_leader
join leader using (leader_id)
where chain_leader.to_date is null or chain_leader.to_date >= current_date
union all
select
    chain.chain_id,
    'department' as role,
    department.name,
    null as position,
    2 as rank_order
from chain
join department using (department_id)
union all
select
    liaison.chain_id,
    'liaison' as role,
    liaison.name,
    liaison.position,
    3 as rank_order
from liaison
