-- Who sells how much to whom
-- Every supply link with its yearly value; what is bought outside the city comes from "outside:" and the product.
select
    supplier,
    customer,
    annual_value
from supply_link
union all
select
    'outside:' || product as supplier,
    uscc as customer,
    annual_value
from outside_purchase
