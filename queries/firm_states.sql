-- How firms stand
-- The open firms of :firms (codes, separated by commas) with their first segment, their latest cumulative output and its growth.
-- :firms text
with asked as (
    select unnest(string_split($firms, ',')) as uscc
)
select
    segment_firm.uscc,
    segment_firm.name,
    min_by(segment.name, segment.segment_id) as segment,
    max(segment_firm.output_ytd) as output_ytd,
    max(segment_firm.output_ytd) / nullif(max(segment_firm.output_before), 0) - 1 as output_growth
from segment_firm
semi join asked using (uscc)
join segment using (segment_id)
group by segment_firm.uscc, segment_firm.name
order by segment_firm.uscc
