-- Every rule of the lights
-- The rules that were published with the data, the latest first, by whom and why; one that was restored away has no content any more.
with published as (
    select
        edition,
        made_at,
        made_by,
        message
    from edition
    where kind = '规则'
)
select
    coalesce(light_rule.edition, published.edition) as edition,
    coalesce(light_rule.made_at, published.made_at) as made_at,
    coalesce(light_rule.made_by, published.made_by) as made_by,
    light_rule.name,
    light_rule.text,
    if(light_rule.edition is null, published.message, light_rule.message) as message
from light_rule
full join published using (edition)
order by edition desc
