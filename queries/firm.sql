-- One firm
-- An open firm as the register has it, its latest cumulative figures with the output of a year before, and how many local firms supply it and buy from it.
-- :firm text
with tie as (
    select
        supply_link.supplier,
        supply_link.customer,
        supply_link.annual_value
    from supply_link
    join enterprise as other
        on other.uscc = case
            when supply_link.supplier = $firm then supply_link.customer
            else supply_link.supplier
        end
    where $firm in (supply_link.supplier, supply_link.customer)
      and supply_link.supplier <> supply_link.customer
      and other.status <> '注销'
),
network as (
    select
        count(distinct supplier) filter (where customer = $firm) as suppliers,
        count(distinct customer) filter (where supplier = $firm) as customers,
        sum(annual_value) filter (where customer = $firm) as bought,
        sum(annual_value) filter (where supplier = $firm) as sold
    from tie
)
select
    enterprise.uscc,
    enterprise.name,
    county.name as county,
    enterprise.park,
    enterprise.industry_code,
    enterprise.size_class,
    enterprise.is_leading,
    enterprise.honour,
    enterprise.status,
    coalesce(this.employees, enterprise.employees) as employees,
    clock.enterprise_month as month,
    this.output_ytd,
    this.revenue_ytd,
    this.profit_ytd,
    this.tax_ytd,
    this.output_ytd / nullif(before.output_ytd, 0) - 1 as output_growth,
    network.suppliers,
    network.customers,
    network.bought,
    network.sold
from enterprise
cross join clock
cross join network
left join county using (county_id)
left join enterprise_month as this on this.uscc = enterprise.uscc and this.month = clock.enterprise_month
left join enterprise_month as before
    on before.uscc = enterprise.uscc
    and before.month = (left(clock.enterprise_month, 4)::integer - 1)::varchar || right(clock.enterprise_month, 3)
where enterprise.uscc = $firm
  and enterprise.status <> '注销'
