-- Firms that two chains share
-- Each pair of chains once, with the open firms that stand in both and their cumulative output.
with latest as (
    select
        uscc,
        max(output_ytd) as output_ytd
    from segment_firm
    group by uscc
)
select
    one.chain_id,
    chain.name as chain,
    chain.name_en as chain_en,
    other.chain_id as other_chain_id,
    other_chain.name as other_chain,
    other_chain.name_en as other_chain_en,
    count(*) as shared_firms,
    sum(latest.output_ytd) as output_ytd
from chain_firm as one
join chain_firm as other on other.uscc = one.uscc and other.chain_id > one.chain_id
join latest on latest.uscc = one.uscc
join chain on chain.chain_id = one.chain_id
join chain as other_chain on other_chain.chain_id = other.chain_id
group by all
order by shared_firms desc, one.chain_id, other.chain_id
