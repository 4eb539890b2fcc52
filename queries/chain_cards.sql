-- The chains at a glance
-- Who answers for each chain, its firms, output, investment against the plan and open issues.
-- :month yearmonth
-- :chain text
with shown as (
    select coalesce($month, project_month) as project_month, enterprise_month from clock
),
firm as (select chain_id, count(*) as firms from chain_firm group by chain_id),
output as (
    select
        chain_id,
        sum(output_ytd) filter (month = enterprise_month) as output_ytd,
        sum(output_ytd) filter (
            month = (left(enterprise_month, 4)::integer - 1)::varchar || right(enterprise_month, 3)
        ) as output_before
    from chain_output cross join shown
    group by chain_id
),
investment as (
    select
        chain_id,
        count(*) as projects,
        count(*) - count(compared_plan) as left_out,
        sum(compared_invested) as invested_ytd,
        sum(compared_plan) as annual_plan,
        sum(compared_due) as targets_due
    from project_status
    join shown on month = project_month
    where counted
    group by chain_id
),
issue as (
    select
        chain_id,
        count(*) filter (state <> 'closed') as open_issues,
        count(*) filter (state = 'overdue') as overdue_issues
    from issue_status join chain_firm using (uscc)
    group by chain_id
)
select
    chain.chain_id, chain.name, chain.name_en,
    chain_team.chiefs, chain_team.department, chain_team.liaison,
    coalesce(firm.firms, 0) as firms,
    output.output_ytd,
    output.output_ytd / nullif(output.output_before, 0) - 1 as output_growth,
    coalesce(investment.projects, 0) as projects,
    coalesce(investment.left_out, 0) as left_out,
    investment.invested_ytd, investment.annual_plan, investment.targets_due,
    investment.invested_ytd / nullif(investment.annual_plan, 0) as completion,
    coalesce(issue.open_issues, 0) as open_issues,
    coalesce(issue.overdue_issues, 0) as overdue_issues
from chain
left join chain_team using (chain_id)
left join firm using (chain_id)
left join output using (chain_id)
left join investment using (chain_id)
left join issue using (chain_id)
where $chain is null or chain.chain_id = $chain
order by chain.chain_id
