-- The firms of a segment
-- The largest first: by cumulative output where they report, then by employees.
-- :segment text
-- :limit integer = 5000
select
    uscc,
    name,
    size_class,
    is_leading,
    honour,
    main_product,
    employees,
    output_ytd,
    output_ytd / nullif(output_before, 0) - 1 as output_growth
from segment_firm
where segment_id = $segment
order by output_ytd desc nulls last, employees desc nulls last, uscc
limit $limit::integer
