-- Reporter
-- Who owes a monthly report, in which chain, from which month to which: projects with a plan of the year or on a list while they run, and industrial firms above scale from their first report on.
with planned as (
    select
        project_id,
        year
    from project_plan
    group by all
    having max_by(annual_plan, version) > 0
),
running as (
    select
        project_id,
        year || '-01' as from_month,
        year || '-12' as to_month
    from planned
    union all
    select
        project_id,
        year(coalesce(actual_start, planned_start)) || '-01' as from_month,
        coalesce(year(actual_finish) || '-12', '9999-12') as to_month
    from project
    where project_id in (select project_id from project_level)
      and coalesce(actual_start, planned_start) is not null
),
first_report as (
    select
        uscc,
        min(month) as from_month
    from enterprise_month
    group by uscc
)
select
    'project_month' as dataset,
    project_id as record,
    project.name,
    project.chain_id,
    project.county_id,
    running.from_month,
    running.to_month
from running
join project using (project_id)
union all
select distinct
    'enterprise_month' as dataset,
    enterprise.uscc as record,
    enterprise.name,
    segment.chain_id,
    enterprise.county_id,
    coalesce(first_report.from_month, '0000-01') as from_month,
    '9999-12' as to_month
from enterprise
left join first_report using (uscc)
left join enterprise_segment using (uscc)
left join segment using (segment_id)
where enterprise.size_class = '规上' and enterprise.status <> '注销'
