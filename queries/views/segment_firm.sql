-- Segment firm
-- The enterprises of each segment with their latest cumulative figures and those of a year before; closed firms left out.
with latest as (
    select max(month) as month from enterprise_month
),
report as (
    select
        uscc,
        month,
        output_ytd
    from enterprise_month
)
select
    segment.chain_id,
    segment.segment_id,
    enterprise.uscc,
    enterprise.name,
    enterprise.county_id,
    enterprise.size_class,
    enterprise.is_leading,
    enterprise.honour,
    enterprise.employees,
    enterprise_segment.main_product,
    this.output_ytd,
    before.output_ytd as output_before
from enterprise_segment
join segment using (segment_id)
join enterprise using (uscc)
cross join latest
left join report as this
    on this.uscc = enterprise.uscc and this.month = latest.month
left join report as before
    on before.uscc = enterprise.uscc
    and before.month = (cast(left(latest.month, 4) as integer) - 1)::varchar || right(latest.month, 3)
where enterprise.status <> '注销'
