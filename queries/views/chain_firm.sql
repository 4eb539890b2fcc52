-- Chain firm
-- Which enterprise belongs to which chain: each pair once, however many segments; closed firms left out.
select distinct
    segment.chain_id,
    enterprise.uscc
from enterprise_segment
join segment using (segment_id)
join enterprise using (uscc)
where enterprise.status <> '注销'
