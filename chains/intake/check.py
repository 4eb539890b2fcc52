"""Every rule held against the staged rows, all at once; the faults come back as values."""

from collections.abc import Sequence

import duckdb

from chains.intake import messages
from chains.intake.constraints import Check, checks
from chains.intake.fault import Fault, Severity
from chains.intake.header import Header
from chains.schema import Dataset

LIMIT = 10_000
SHOWN = 200
FAULTS = """
create or replace temp table fault (
    source_row bigint, position integer, field varchar, error boolean, value varchar, first bigint
)
"""


def check(
    connection: duckdb.DuckDBPyConnection, dataset: Dataset, header: Header
) -> tuple[Fault, ...]:
    """Every fault of the staged rows, by row; the first 10,000, errors before warnings."""
    places = {column.field.name: column.index for column in header.columns}
    ordered = sorted(checks(dataset, header), key=lambda one: places.get(one.column or "", -1))
    connection.execute(FAULTS)
    for position, one in enumerate(ordered):
        connection.execute(
            f"""insert into fault
            select source_row, {position}, $field, $error, left(value, {SHOWN}), first
            from ({one.sql})""",
            {"field": one.column, "error": one.severity == "error", **one.values},
        )
    return _faults(connection, ordered, header)


def _faults(
    connection: duckdb.DuckDBPyConnection, ordered: Sequence[Check], header: Header
) -> tuple[Fault, ...]:
    rows = connection.execute(
        f"""select source_row, position, value, first from (
            from fault order by error desc, source_row, position limit {LIMIT}
        ) order by source_row, position"""
    ).fetchall()
    found = [
        _fault(ordered[position], header, row, value, first) for row, position, value, first in rows
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
    return (
        Fault(None, None, None, "more", severity, messages.MORE, details={"count": count - listed}),
    )
