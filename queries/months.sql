-- Months with project reports
-- Every month for which at least one project reported, the latest first.
select distinct month
from project_month
order by month desc
