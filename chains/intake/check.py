"""Every rule held against the staged rows, all at once, as SQL; the faults come back as values."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb

from chains import schema
from chains.errors import N_
from chains.intake.fault import Fault, Severity
from chains.intake.header import Header
from chains.intake.stage import written
from chains.intake.table import CELLS
from chains.schema import Dataset, Field, Reference, Rule

LIMIT = 10_000
SHOWN = 200
FAULTS = """
create or replace temp table fault (
    source_row bigint, position integer, field varchar, error boolean, value varchar, first bigint
)
"""
TYPES = {
    "integer": N_("“{value}” is no whole number. Write digits only, such as 120."),
    "number": N_("“{value}” is no number. Write digits only, such as 1234.5."),
    "boolean": N_("“{value}” is neither yes nor no. Write 是 or 否."),
    "date": N_("“{value}” is no date. Write year, month and day, such as 2022-10-31."),
    "yearmonth": N_("“{value}” is no month. Write year and month, such as 2022-10."),
}
REQUIRED = N_("The cell is empty, and {field.label} is needed.")
LEAST = N_("“{value}” is too small: {field.label} is at least {limit}.")
MOST = N_("“{value}” is too large: {field.label} is at most {limit}.")
PATTERN = N_("“{value}” is not of the right form. {field.label} looks like {field.example}.")
CHOICES = N_("“{value}” is not among the allowed values: {allowed}.")
TWICE = N_("Rows {first} and {row} have the same key. Keep one of them.")
REFERENCE = N_("“{value}” is not in {dataset.label}. Correct it, or add it there first.")
LONG = N_("The row has more cells than the header. Look for a comma too many, or missing quotes.")
SHORT = N_("The row has fewer cells than the header; those that are missing count as empty.")
MORE = N_("{count} more faults are not listed.")


@dataclass(frozen=True)
class Check:
    """A SELECT of source_row, value and first (a row it clashes with) for every row at fault."""

    rule: str
    column: str | None
    sql: str
    template: str
    values: Mapping[str, Any] = field(default_factory=dict)
    details: Mapping[str, Any] = field(default_factory=dict)
    severity: Severity = "error"
    chinese: str = ""


def check(
    connection: duckdb.DuckDBPyConnection, dataset: Dataset, header: Header
) -> tuple[Fault, ...]:
    """Every fault of the staged rows, by row; the first 10,000, errors before warnings."""
    places = {column.field.name: column.index for column in header.columns}
    checks = sorted(_checks(dataset, header), key=lambda one: places.get(one.column or "", -1))
    connection.execute(FAULTS)
    for position, one in enumerate(checks):
        connection.execute(
            f"""insert into fault
            select source_row, {position}, $field, $error, left(value, {SHOWN}), first
            from ({one.sql})""",
            {"field": one.column, "error": one.severity == "error", **one.values},
        )
    return _faults(connection, checks, header)


def _checks(dataset: Dataset, header: Header) -> Iterator[Check]:
    """The built-in rules first, then those that the dataset declares."""
    there = [column.field for column in header.columns]
    names = {field.name for field in there}
    yield from _lengths(header)
    for one in there:
        yield from _cell_checks(one)
    if names.issuperset(dataset.key):
        yield _key_twice(dataset)
    for reference in dataset.references:
        if reference.field in names:
            yield _reference(dataset, reference)
    for rule in dataset.rules:
        if rule.column in names:
            yield _declared(rule, dataset.field(rule.column))


def _lengths(header: Header) -> Iterator[Check]:
    last = max(column.index for column in header.columns) + 1
    rows = "select source_row, null as value, null as first from staged"
    yield Check("row_length", None, f'{rows} where "{CELLS}" > {header.width}', LONG)
    yield Check("row_length", None, f'{rows} where "{CELLS}" < {last}', SHORT, severity="warning")


def _cell_checks(one: Field) -> Iterator[Check]:
    text = written(one)
    details = {"field": one}
    if one.required:
        yield Check("required", one.name, _rows(one, f"{text} is null"), REQUIRED, {}, details)
    if one.type in TYPES:
        test = f"{text} is not null and {one.name} is null"
        yield Check("type", one.name, _rows(one, test), TYPES[one.type])
    if one.pattern:
        test = f"not regexp_full_match({text}, $pattern)"
        yield Check(
            "pattern", one.name, _rows(one, test), PATTERN, {"pattern": one.pattern}, details
        )
    if one.choices:
        yield _choices(one)
    yield from _bounds(one)


def _bounds(one: Field) -> Iterator[Check]:
    bounds = (("minimum", one.minimum, "<", LEAST), ("maximum", one.maximum, ">", MOST))
    for rule, limit, sign, template in bounds:
        if limit is not None:
            sql = _rows(one, f"{one.name} {sign} $bound")
            details = {"field": one, "limit": limit}
            yield Check(rule, one.name, sql, template, {"bound": limit}, details)


def _choices(one: Field) -> Check:
    allowed = [value for value, _ in one.choices]
    test = f"not list_contains($allowed::varchar[], {one.name})"
    details = {"allowed": "、".join(allowed)}
    return Check("choices", one.name, _rows(one, test), CHOICES, {"allowed": allowed}, details)


def _rows(one: Field, test: str) -> str:
    return f"select source_row, {written(one)} as value, null as first from staged where {test}"


def _key_twice(dataset: Dataset) -> Check:
    key = ", ".join(dataset.key)
    full = " and ".join(f"{name} is not null" for name in dataset.key)
    sql = f"""
        select source_row, concat_ws(' · ', {key}) as value, first
        from staged join (
            select {key}, min(source_row) as first from staged
            where {full} group by {key} having count(*) > 1
        ) using ({key})
        where source_row > first
    """
    return Check("key_twice", dataset.key[0], sql, TWICE)


def _reference(dataset: Dataset, reference: Reference) -> Check:
    target = f"select {reference.target} as known from {reference.dataset}"
    if reference.dataset == dataset.name:
        target += f" union all select {reference.target} from staged"
    one = dataset.field(reference.field)
    test = f"{one.name} is not null and not exists (from ({target}) where known = {one.name})"
    details = {"dataset": schema.dataset(reference.dataset)}
    return Check("reference", one.name, _rows(one, test), REFERENCE, {}, details)


def _declared(rule: Rule, one: Field) -> Check:
    """A rule of the schema; it is silent about a cell that already has a fault."""
    sql = f"""
        {_rows(one, f"not ({rule.test})")} and source_row not in (
            select f.source_row from fault f where f.field = $field
        )
    """
    severity: Severity = "error" if rule.severity == "error" else "warning"
    return Check(rule.name, one.name, sql, rule.message_en, severity=severity, chinese=rule.message)


def _faults(
    connection: duckdb.DuckDBPyConnection, checks: Sequence[Check], header: Header
) -> tuple[Fault, ...]:
    rows = connection.execute(
        f"""select source_row, position, value, first from (
            from fault order by error desc, source_row, position limit {LIMIT}
        ) order by source_row, position"""
    ).fetchall()
    found = [
        _fault(checks[position], header, row, value, first) for row, position, value, first in rows
    ]
    return tuple(found) + _more(connection, len(found))


def _fault(one: Check, header: Header, row: int, value: str | None, first: int | None) -> Fault:
    title = header.title(one.column) if one.column else None
    details = {"value": value, "row": row, "first": first, **one.details}
    return Fault(row, title, value, one.rule, one.severity, one.template, one.chinese, details)


def _more(connection: duckdb.DuckDBPyConnection, listed: int) -> tuple[Fault, ...]:
    """One last fault that counts those beyond the limit."""
    count, errors = connection.execute(
        "select count(*), count(*) filter (error) from fault"
    ).fetchall()[0]
    if count <= listed:
        return ()
    severity: Severity = "error" if errors > listed else "warning"
    return (Fault(None, None, None, "more", severity, MORE, details={"count": count - listed}),)
