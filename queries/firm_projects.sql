-- The projects of a firm
-- Major projects whose builder has exactly the firm's name, as they stand in the latest month that reports them.
-- :firm text
with status as (
    select
        project_id,
        month,
        annual_plan,
        invested_ytd,
        targets_due,
        completion,
        state
    from project_status
    qualify row_number() over (partition by project_id order by month desc) = 1
)
select
    project.project_id,
    project.name,
    chain.name as chain,
    chain.name_en as chain_en,
    project.nature,
    project.total_investment,
    coalesce(status.month, clock.project_month, strftime(current_date, '%Y-%m')) as month,
    status.annual_plan,
    status.invested_ytd,
    status.targets_due,
    status.completion,
    coalesce(status.state, 'not_reported') as state
from enterprise
join project on trim(project.builder) = trim(enterprise.name)
cross join clock
left join chain using (chain_id)
left join status using (project_id)
where enterprise.uscc = $firm
order by project.total_investment desc nulls last, project.project_id
