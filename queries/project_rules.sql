-- The rules by which a project's reports were judged
-- For each month that the project reported, the rule of the lights in the edition that brought the report; without one, the city's setting held.
-- :project text
with brought as (
    select
        project_month.month,
        project_month.submission_id,
        coalesce(submission.edition, 0) as edition
    from project_month
    left join submission using (submission_id)
    where project_month.project_id = $project
)
select
    brought.month,
    brought.edition,
    brought.submission_id,
    light_rule.edition as rule_edition,
    light_rule.name,
    light_rule.text,
    light_rule.made_by,
    light_rule.made_at
from brought
asof left join light_rule on brought.edition >= light_rule.edition
order by brought.month
