-- Rates of starts, finishes, production and registration
-- Of what is planned for the year of the month: due by its end, of that late, and early; reached = due - late + early. Each project counts once; of those started this year, how many are registered.
-- :month yearmonth
-- :level text
-- :chain text
-- :county text
with shown as (
    select least(
        current_date,
        last_day((coalesce($month, (select project_month from clock)) || '-01')::date)
    ) as until
),
chosen as (
    select distinct project_id from project_level where $level is null or level = $level
),
scope as (
    select
        milestone.milestone,
        coalesce(milestone.actual_on <= shown.until, false) as reached,
        coalesce(milestone.planned_on <= shown.until, false) as due,
        coalesce(
            year(milestone.planned_on) = year(shown.until)
            and (milestone.milestone <> '入库' or milestone.planned_on <= shown.until),
            false
        ) as planned,
        case when milestone.milestone = '入库' then milestone.actual_on else milestone.planned_on end as known
    from milestone
    join project using (project_id)
    left join chosen using (project_id)
    cross join shown
    where ($level is null or chosen.project_id is not null)
      and ($chain is null or project.chain_id = $chain)
      and ($county is null or project.county_id = $county)
)
select
    milestone,
    count(*) as projects,
    count(known) as known_count,
    count(*) filter (planned) as planned_count,
    count(*) filter (planned and due) as due_count,
    count(*) filter (planned and due and not reached) as late_count,
    count(*) filter (planned and reached and not due) as early_count,
    count(*) filter (planned and reached) as reached_count,
    count(*) filter (planned and reached) / nullif(count(*) filter (planned), 0) as rate_of_year,
    count(*) filter (planned and reached) / nullif(count(*) filter (planned and due), 0) as rate_of_due
from scope
group by milestone
order by array_position(['开工', '竣工', '投产', '入库'], milestone)
