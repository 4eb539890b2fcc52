"""The rules that a dataset declares, as SQL.

A test sees the row's columns as they would stand, the tables of the edition, `staged` (this row),
`earlier` (the edition's rows overlaid with the file's), `$today`, and `x_before` for a column x of
a monthly dataset.
"""

import re
from collections.abc import Iterator
from datetime import date

import duckdb

from chains.intake.constraints import Check
from chains.intake.fault import Severity
from chains.intake.header import Header
from chains.intake.stage import written
from chains.schema import Dataset, Rule


def prepare(connection: duckdb.DuckDBPyConnection, dataset: Dataset, header: Header) -> None:
    """Make the temporary table `before` for the rules that speak of earlier months.

    `x_before` of a row is the last x of the same year and of the same key but for the month.
    """
    names = [
        column.field.name
        for column in header.columns
        if any(_says(rule, f"{column.field.name}_before") for rule in dataset.rules)
    ]
    if not names:
        return
    month = next(name for name in dataset.key if dataset.field(name).type == "yearmonth")
    same = ", ".join(name for name in dataset.key if name != month)
    figures = ", ".join(
        f"case when {month} is distinct from lag({month}) over months "
        f"then lag({name} ignore nulls) over months end as {name}_before"
        for name in names
    )
    connection.execute(f"""
        create or replace temp table before as select * from (
            select source_row, {figures} from earlier
            where left({month}, 4) in (select left({month}, 4) from staged)
            window months as (
                partition by {same}, left({month}, 4) order by {month}, source_row nulls first
            )
        ) where source_row is not null
    """)


def checks(dataset: Dataset, header: Header) -> Iterator[Check]:
    """Those of the columns that are there, in the order of the declaration."""
    there = {column.field.name for column in header.columns}
    for rule in dataset.rules:
        if rule.column in there:
            yield _declared(dataset, rule, there)


def _declared(dataset: Dataset, rule: Rule, there: set[str]) -> Check:
    """A rule of the schema; it is silent about a cell that already has a fault."""
    one = dataset.field(rule.column)
    sql = f"""
        select source_row, {written(one)} as value, null as first
        from {_judged(dataset, rule, there)}
        where not ({rule.test}) and source_row not in (
            select f.source_row from fault f where f.field = $field
        )
    """
    values = {"today": date.today()} if "$today" in rule.test else {}
    severity: Severity = "error" if rule.severity == "error" else "warning"
    return Check(
        rule.name, one.name, sql, rule.message_en, values, severity=severity, chinese=rule.message
    )


def _judged(dataset: Dataset, rule: Rule, there: set[str]) -> str:
    """The staged rows as they would stand: what the file has no column for is as in the edition."""
    absent = [name for name in dataset.columns if name not in there and _says(rule, name)]
    rows = "staged"
    if absent and there.issuperset(dataset.key):
        same = " and ".join(f"s.{name} = b.{name}" for name in dataset.key)
        kept = ", ".join(f"b.{name} as {name}" for name in absent)
        rows = f"""(
            select s.* replace ({kept}) from staged s left join {dataset.name} b on {same}
        ) staged"""
    if any(_says(rule, f"{name}_before") for name in there):
        rows += " left join before using (source_row)"
    return rows


def _says(rule: Rule, name: str) -> bool:
    return re.search(rf"\b{name}\b", rule.test) is not None
