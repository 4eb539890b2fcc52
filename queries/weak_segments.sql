-- What each segment stands on
-- Its open firms, how many of them report output, that output, and the name of its only firm.
-- :chain text
with latest as (
    select enterprise_month as month from clock
),
firm as (
    select
        enterprise_segment.segment_id,
        enterprise.uscc,
        enterprise.name,
        enterprise_month.output_ytd
    from enterprise_segment
    join segment using (segment_id)
    join enterprise using (uscc)
    left join enterprise_month
        on enterprise_month.uscc = enterprise.uscc
        and enterprise_month.month = (select month from latest)
    where enterprise.status <> '注销'
      and ($chain is null or segment.chain_id = $chain)
)
select
    segment.segment_id,
    segment.name as segment,
    segment.chain_id,
    chain.name as chain,
    chain.name_en as chain_en,
    segment.stage,
    segment.essential,
    count(firm.uscc) as firms,
    count(firm.output_ytd) as reporting,
    sum(firm.output_ytd) as output_ytd,
    case when count(firm.uscc) = 1 then min(firm.uscc) end as uscc,
    case when count(firm.uscc) = 1 then min(firm.name) end as enterprise
from segment
join chain using (chain_id)
left join firm using (segment_id)
where $chain is null or segment.chain_id = $chain
group by
    segment.segment_id, segment.name, segment.chain_id, chain.name, chain.name_en,
    segment.stage, segment.essential, segment.position
order by
    segment.chain_id,
    array_position(['上游', '中游', '下游', '配套'], segment.stage),
    segment.position,
    segment.segment_id
