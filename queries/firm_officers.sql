-- The officers of a firm
-- The cadres who are assigned to the firm today, in the order of their roles.
-- :firm text
select
    cadre.name,
    cadre.unit,
    cadre.rank as grade,
    cadre_enterprise.role as duty,
    cadre_enterprise.from_date
from cadre_enterprise
join cadre using (cadre_id)
where cadre_enterprise.uscc = $firm
  and (cadre_enterprise.to_date is null or cadre_enterprise.to_date >= current_date)
order by cadre_enterprise.role, cadre_enterprise.from_date, cadre.cadre_id
