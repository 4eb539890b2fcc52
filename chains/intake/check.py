"""Every rule held against the staged rows, all at once; the faults come back as values."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import duckdb

from chains.access import WHOLE_CITY, Scope
from chains.intake import messages, scope
from chains.intake.constraints import Check, checks
from chains.intake.fault import Fault, Severity
from chains.intake.header import Header
from chains.schema import Dataset

LIMIT = 10_000
SHOWN = 200
FAULTS = """
create or replace temp table fault (
    source_row bigint, position integer, field varchar, error boolean, value varchar, first bigint,
    owner varchar[]
)
"""
Found = tuple[int, int, str | None, int | None, Sequence[str] | None]


def check(
    connection: duckdb.DuckDBPyConnection,
    dataset: Dataset,
    header: Header,
    reach: Scope = WHOLE_CITY,
) -> tuple[Fault, ...]:
    """Every fault of the staged rows, by row; the first 10,000, errors before warnings."""
    every = (*checks(dataset, header), *scope.checks(dataset, header, reach))
    return _held(connection, every, header)


def outside(
    connection: duckdb.DuckDBPyConnection, dataset: Dataset, header: Header, reach: Scope
) -> tuple[Fault, ...]:
    """Only the faults of rows that are not the person's to change."""
    return _held(connection, scope.checks(dataset, header, reach), header)


def _held(
    connection: duckdb.DuckDBPyConnection, every: Iterable[Check], header: Header
) -> tuple[Fault, ...]:
    places = {column.field.name: column.index for column in header.columns}
    ordered = sorted(every, key=lambda one: places.get(one.column or "", -1))
    connection.execute(FAULTS)
    for position, one in enumerate(ordered):
        connection.execute(
            f"""insert into fault
            select source_row, {position}, $field, $error, left(value, {SHOWN}), first, {one.owner}
            from ({one.sql})""",
            {"field": one.column, "error": one.severity == "error", **one.values},
        )
    return _faults(connection, ordered, header)


def _faults(
    connection: duckdb.DuckDBPyConnection, ordered: Sequence[Check], header: Header
) -> tuple[Fault, ...]:
    rows: list[Found] = connection.execute(
        f"""select source_row, position, value, first, owner from (
            from fault order by error desc, source_row, position limit {LIMIT}
        ) order by source_row, position"""
    ).fetchall()
    kinds = {one.details["kind"].name for one in ordered if one.rule == "scope"}
    known = {kind: scope.names(connection, kind) for kind in kinds}
    found = [_fault(ordered[row[1]], header, row, known) for row in rows]
    return tuple(found) + _more(connection, len(found))


def _fault(
    one: Check, header: Header, found: Found, known: Mapping[str, Mapping[str, tuple[str, str]]]
) -> Fault:
    row, _position, value, first, owners = found
    title = header.title(one.column) if one.column else None
    details: dict[str, Any] = {"value": value, "row": row, "first": first, **one.details}
    if owners is not None:
        names = known[one.details["kind"].name]
        details["owners"] = scope.said(owners, names)
        details["yours"] = scope.said(sorted(one.details["granted"]), names)
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
