-- Published figures of the economy
-- Growth of industrial electricity, entries and exits above scale, and little giants from the rows (new: reports this year, none last December; gone: reported last December, not this month); ranks and other growth as quoted, rates in %.
-- :month yearmonth = 2022-10
-- :period text = 2022-01..2022-10
-- :quarters text = 2022Q1-Q3
with moment as (
    select
        $month as month,
        (left($month, 4)::integer - 1)::varchar || right($month, 3) as month_before,
        (left($month, 4)::integer - 1)::varchar || '-12' as december
),
firm as (
    select
        uscc,
        bool_or(enterprise_month.month = december) as in_december,
        bool_or(enterprise_month.month > december) as in_year,
        bool_or(enterprise_month.month = moment.month) as in_month,
        sum(electricity_ytd) filter (enterprise_month.month = moment.month) as electricity,
        sum(electricity_ytd) filter (enterprise_month.month = month_before) as electricity_before
    from enterprise_month
    cross join moment
    where enterprise_month.month <= moment.month
    group by uscc
),
counted as (
    select
        100 * (sum(electricity) / nullif(sum(electricity_before), 0) - 1)
            as industrial_electricity_growth,
        count(*) filter (in_year and not in_december)::double as new_scale_enterprise_count,
        count(*) filter (in_month)::double - count(*) filter (in_december)
            as net_scale_enterprise_count
    from firm
)
select key, value
from (unpivot counted on columns(*) into name key value value)
union all
select
    'little_giant_' || case honour when '国家级小巨人' then 'national' else 'provincial' end || '_count' as key,
    count(*)::double as value
from enterprise
where honour is not null
group by honour
union all
select indicator_id || '_rank' as key, rank::double as value
from indicator
where period = $period and rank is not null
union all
select indicator_id || '_growth' as key, growth as value
from indicator
where period = $period and growth is not null and indicator_id <> 'industrial_electricity'
union all
select 'headline_indicator_count' as key, count(growth)::double as value
from indicator
where period = $quarters
union all
select 'headline_indicator_at_or_above_count' as key, count(*)::double as value
from indicator
where period = $quarters and growth >= province_growth
