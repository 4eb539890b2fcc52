-- Published indicators
-- Indicators of the economy with growth, provincial growth, rank and source, as published.
-- :period text
select
    indicator_id,
    period,
    name,
    value,
    unit,
    growth,
    province_growth,
    rank as province_rank,
    source
from indicator
where $period is null or period = $period
order by period like '%Q%', period desc, indicator_id
