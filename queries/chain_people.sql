-- Who answers for a chain
-- Chiefs, the responsible department and the liaison officer.
-- :chain text
select
    chain_id,
    role,
    name,
    position
from chain_person
where $chain is null or chain_id = $chain
order by chain_id, rank_order, name
