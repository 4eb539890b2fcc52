-- Months with reports
-- Every month for which a project or a firm has reported, the latest first.
select month from project_month
union
select month from enterprise_month
order by month desc
