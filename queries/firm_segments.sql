-- The segments of a firm
-- Where an open firm stands: chain, segment, its product there, its place among the segment's firms by output and its share of what they report.
-- :firm text
with member as (
    select
        segment_id,
        uscc,
        main_product,
        output_ytd,
        count(*) over segment as firms,
        output_ytd / nullif(sum(output_ytd) over segment, 0) as output_share,
        case when output_ytd is not null then rank() over (
            partition by segment_id order by output_ytd desc nulls last
        ) end as output_rank
    from segment_firm
    where segment_id in (select segment_id from enterprise_segment where uscc = $firm)
    window segment as (partition by segment_id)
)
select
    segment.chain_id,
    chain.name as chain,
    chain.name_en as chain_en,
    segment.segment_id,
    segment.name as segment,
    segment.stage,
    segment.essential,
    member.main_product,
    member.firms,
    member.output_rank,
    member.output_share
from member
join segment using (segment_id)
left join chain using (chain_id)
where member.uscc = $firm
order by segment.chain_id, segment.position, segment.segment_id
