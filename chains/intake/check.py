"""Every rule held against the staged rows, all at once; the faults come back as values."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import duckdb

from chains.access import WHOLE_CITY, Scope
from chains.intake import declared, jumps, messages, repairs, scope, totals
from chains.intake.constraints import Check, checks
from chains.intake.fault import Fault, Kind, Severity
from chains.intake.header import Header
from chains.intake.near import Near
from chains.intake.rows import Total
from chains.schema import Dataset

LIMIT = 10_000
SHOWN = 200
FAULTS = """
create or replace temp table fault (
    source_row bigint, position integer, field varchar, error boolean, damage boolean,
    value varchar, first bigint, owner varchar[]
)
"""
NOT_TOLD = """
where source_row not in (select source_row from fault where field = $field and damage)
"""
LISTED = f"""
with once as (select position, min(source_row) as source_row from fault group by position)
select source_row, position, value, first, owner from (
    select fault.*, once.position is not null as leads
    from fault left join once using (position, source_row)
    order by leads desc, error desc, source_row, position limit {LIMIT}
) order by source_row, position
"""
Found = tuple[int, int, str | None, int | None, Sequence[str] | None]


def check(
    connection: duckdb.DuckDBPyConnection,
    dataset: Dataset,
    header: Header,
    reach: Scope = WHOLE_CITY,
    *,
    summed: Sequence[Total] = (),
) -> tuple[Fault, ...]:
    """Every fault of the staged rows, by row; the first 10,000, errors before warnings.

    `summed` are the file's rows of totals. The first fault of each rule is always listed.
    """
    declared.prepare(connection, dataset, header)
    leaps = jumps.measure(connection, dataset, header)
    every = (
        *repairs.checks(dataset, header),
        *checks(dataset, header),
        *declared.checks(dataset, header),
        *jumps.checks(dataset, header, leaps),
        *scope.checks(dataset, header, reach),
    )
    whole = [*jumps.faults(leaps, header), *totals.faults(connection, header, summed)]
    found = [*whole, *_held(connection, every, header)]
    return tuple(sorted(found, key=lambda fault: (fault.row is None, fault.row or 0)))


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
        damage = one.rule in repairs.DAMAGE
        connection.execute(
            f"""insert into fault
            select source_row, {position}, $field, $error, {damage}, left(value, {SHOWN}), first,
                   {one.owner}
            from ({one.sql}) {"" if damage else NOT_TOLD}""",
            {"field": one.column, "error": one.severity == "error", **one.values},
        )
    return _faults(connection, ordered, header)


def _faults(
    connection: duckdb.DuckDBPyConnection, ordered: Sequence[Check], header: Header
) -> tuple[Fault, ...]:
    rows: list[Found] = connection.execute(LISTED).fetchall()
    kinds = {one.details["kind"].name for one in ordered if one.rule == "scope"}
    known = {kind: scope.names(connection, kind) for kind in kinds}
    near = _near(connection, ordered, rows)
    found = [
        _fault(ordered[row[1]], header, row, known, near.get(row[1], {}).get(row[2] or ""))
        for row in rows
    ]
    return (*found, *_more(connection, ordered, header, found))


def _near(
    connection: duckdb.DuckDBPyConnection, ordered: Sequence[Check], rows: Sequence[Found]
) -> dict[int, Mapping[str, Near]]:
    """By the check's place, what its wrong values were likely meant to be."""
    wrong: dict[int, dict[str, None]] = {}
    for _row, position, value, _first, _owner in rows:
        if ordered[position].nearest and value is not None:
            wrong.setdefault(position, {})[value] = None
    return {
        position: nearest(connection, list(values))
        for position, values in wrong.items()
        if (nearest := ordered[position].nearest)
    }


def _fault(
    one: Check,
    header: Header,
    found: Found,
    known: Mapping[str, Mapping[str, tuple[str, str]]],
    near: Near | None,
) -> Fault:
    row, _position, value, first, owners = found
    details: dict[str, Any] = {"value": value, "row": row, "first": first, **one.details}
    if owners is not None:
        names = known[one.details["kind"].name]
        details["owners"] = scope.said(owners, names)
        details["yours"] = scope.said(sorted(one.details["granted"]), names)
    if near:
        details["near"] = near
    template = one.guided if near else one.template
    title = _title(one, header)
    return Fault(row, title, value, one.rule, one.severity, template, one.chinese, details)


def _title(one: Check, header: Header) -> str | None:
    return header.title(one.column) if one.column else None


def _more(
    connection: duckdb.DuckDBPyConnection,
    ordered: Sequence[Check],
    header: Header,
    listed: Sequence[Fault],
) -> tuple[Fault, ...]:
    """One last fault that counts those beyond the limit, and knows how many there are of each."""
    groups: dict[Kind, int] = {}
    counts = connection.execute("select position, count(*) from fault group by position").fetchall()
    for position, count in counts:
        one = ordered[position]
        kind = (one.rule, _title(one, header), one.severity)
        groups[kind] = groups.get(kind, 0) + count
    count = sum(groups.values()) - len(listed)
    if not count:
        return ()
    errors = sum(number for kind, number in groups.items() if kind[2] == "error")
    hidden = errors > sum(fault.severity == "error" for fault in listed)
    severity: Severity = "error" if hidden else "warning"
    details = {"count": count, "groups": groups}
    return (Fault(None, None, None, "more", severity, messages.MORE, details=details),)
