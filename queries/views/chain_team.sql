-- Chain team
-- The names of those who answer for each chain today, one row a chain.
with chief as (
    select
        chain_leader.chain_id,
        string_agg(leader.name, '、' order by chain_leader.role desc, leader.name) as chiefs
    from chain_leader
    join leader using (leader_id)
    where chain_leader.to_date is null or chain_leader.to_date >= current_date
    group by chain_leader.chain_id
),
officer as (
    select
        chain_id,
        string_agg(name, '、' order by name) as liaison
    from liaison
    group by chain_id
)
select
    chain.chain_id,
    chief.chiefs,
    department.name as department,
    officer.liaison
from chain
left join chief using (chain_id)
left join department using (department_id)
left join officer using (chain_id)
