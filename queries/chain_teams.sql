-- Who answers for every chain
-- The names of chiefs, responsible department and liaison officers today, one row a chain.
select
    chain_id,
    chiefs,
    department,
    liaison
from chain_team
order by chain_id
