-- Chain output
-- Cumulative output of each chain's reporting enterprises by month; a firm counts once in each of its chains.
with member as (
    select distinct
        segment.chain_id,
        enterprise_segment.uscc
    from enterprise_segment
    join segment using (segment_id)
)
select
    member.chain_id,
    enterprise_month.month,
    sum(enterprise_month.output_ytd) as output_ytd,
    count(*) as reporting
from enterprise_month
join member using (uscc)
group by all
