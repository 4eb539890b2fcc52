-- Months with reports
-- Every month for which a project or a firm has reported, the latest first.
select distinct month from report
order by month desc
