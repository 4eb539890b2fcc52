-- The industrial chains
-- Every chain in force, with its responsible department.
select
    chain.chain_id,
    chain.name,
    chain.name_en,
    department.name as department
from chain
left join department using (department_id)
where chain.valid_to is null or chain.valid_to >= current_date
order by chain.chain_id
