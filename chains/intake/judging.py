"""Rows on their way in held against an edition: which are good, what they speak of and change."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import duckdb
import pyarrow as pa

from chains.access import WHOLE_CITY, Scope
from chains.errors import N_
from chains.i18n import _
from chains.intake import repairs, reporting
from chains.intake.asked import Asked
from chains.intake.check import check, outside
from chains.intake.difference import Difference, difference
from chains.intake.fault import Fault, errors
from chains.intake.referred import referred
from chains.intake.repairs import Repair
from chains.intake.reporting import Said
from chains.intake.stage import stage
from chains.intake.table import ROW, Table
from chains.schema import Dataset

Progress = Callable[[float, str], object]
GONE = "list_contains($gone::bigint[], source_row)"


@dataclass(frozen=True)
class Source:
    """Rows as they were read and how they were asked for.

    For an undo `exact` holds the same rows typed; those numbered `gone` it takes away.
    """

    dataset: Dataset
    table: Table
    asked: Asked
    exact: pa.Table | None = None
    gone: tuple[int, ...] = ()


@dataclass(frozen=True)
class Judged:
    """What came out, as the fields of the same names of a submission."""

    faults: tuple[Fault, ...]
    difference: Difference | None = None
    repairs: tuple[int, tuple[Repair, ...]] = (0, ())
    withdrawn: int = 0
    left_out: tuple[int, ...] = ()
    scope_text: Said = field(default_factory=dict)
    typed: pa.Table | None = None


def judge(
    connection: duckdb.DuckDBPyConnection, source: Source, progress: Progress | None = None
) -> Judged:
    """Stage the rows, check them, and compare what may go in with the edition."""
    tell(progress, 0.4, N_("Checking every cell"))
    dataset, header = source.dataset, source.table.header
    faults = _faults(connection, source)
    repaired = repairs.listed(connection, header) if source.exact is None else (0, ())
    left_out = keep_good(connection, source, faults)
    if left_out is None:
        return Judged(faults, repairs=repaired)
    tell(progress, 0.8, N_("Comparing with the current edition"))
    said = speak(connection, source)
    withdrawn: int = connection.execute("select count(*) from absent").fetchall()[0][0]
    left = still_referred(connection, source)
    changes = None if left else difference(connection, dataset, header)
    typed = None if left else _typed(connection, source)
    tell(progress, 1.0, N_("Done"))
    return Judged((*faults, *left), changes, repaired, withdrawn, left_out, said, typed)


def lay(connection: duckdb.DuckDBPyConnection, source: Source, reach: Scope) -> tuple[Fault, ...]:
    """Make the table `staged`, and `absent` for an undo; return the rows beyond the reach."""
    stage(connection, source.dataset, source.table)
    if source.exact is not None:
        _make_exact(connection, source, source.exact)
    strangers = outside(connection, source.dataset, source.table.header, reach)
    if source.exact is not None:
        _take_gone(connection, source)
    return strangers


def lay_typed(
    connection: duckdb.DuckDBPyConnection, source: Source, typed: pa.Table, reach: Scope
) -> tuple[Fault, ...]:
    """As `lay`, of rows that were judged before and are already typed; nothing is written out."""
    connection.register("staged", typed)
    return outside(connection, source.dataset, source.table.header, reach)


def keep_good(
    connection: duckdb.DuckDBPyConnection, source: Source, faults: Sequence[Fault]
) -> tuple[int, ...] | None:
    """Leave in `staged` what may go in; the rows that may not, or None where nothing may.

    Of a partial file, faulty rows go, and those that they are at odds with, until none is left.
    """
    if not errors(faults):
        return ()
    if not source.asked.partial or any(_of_all(fault, source) for fault in errors(faults)):
        return None
    out: set[int] = {fault.row for fault in errors(source.table.faults) if fault.row}
    while bad := _bad(connection):
        connection.execute("delete from staged where source_row in (select unnest(?))", [bad])
        out.update(bad)
        check(connection, source.dataset, source.table.header, source.asked.reach)
    there = connection.execute("select count(*) from staged").fetchall()[0][0]
    return tuple(sorted(out)) if there else None


def speak(connection: duckdb.DuckDBPyConnection, source: Source) -> Said:
    """Make `absent`, the rows of a file's reporting scope that are not in it."""
    if source.exact is not None:
        return {}
    return reporting.absent(connection, source.dataset, source.table.header, source.asked.reach)


def still_referred(connection: duckdb.DuckDBPyConnection, source: Source) -> tuple[Fault, ...]:
    """Keep in `absent` only what is to be taken away; say what of it others refer to."""
    if source.exact is None and not source.asked.withdraw:
        reporting.none(connection, source.dataset)
    return tuple(referred(connection, source.dataset))


def tell(progress: Progress | None, share: float, stage_name: str) -> None:
    """Say how far the work is, where somebody listens."""
    if progress is not None:
        progress(share, _(stage_name))


def _typed(connection: duckdb.DuckDBPyConnection, source: Source) -> pa.Table | None:
    """The rows that go in, typed, where all of them go in as they are."""
    if source.exact is not None or source.asked.partial or source.asked.withdraw:
        return None
    columns = ", ".join(source.dataset.columns)
    return connection.execute(f"select source_row, {columns} from staged").to_arrow_table()


def _faults(connection: duckdb.DuckDBPyConnection, source: Source) -> tuple[Fault, ...]:
    reach, header = source.asked.reach, source.table.header
    strangers = lay(connection, source, reach)
    if source.exact is None:
        strangers = ()  # the check finds them among all the rest
    else:
        reach = WHOLE_CITY
    summed = source.table.totals
    checked = check(connection, source.dataset, header, reach, summed=summed)
    return (*source.table.faults, *strangers, *checked)


def _make_exact(connection: duckdb.DuckDBPyConnection, source: Source, exact: pa.Table) -> None:
    """Give the staged rows the very values that they had, whatever their text says."""
    connection.register("exact", exact)
    try:
        values = ", ".join(f"e.{name} as {name}" for name in source.dataset.columns)
        connection.execute(f"""
            create or replace temp table staged as
            select s.* replace ({values})
            from staged s join exact e on s.source_row = e."{ROW}"
        """)
    finally:
        connection.unregister("exact")


def _take_gone(connection: duckdb.DuckDBPyConnection, source: Source) -> None:
    """Take from `staged` the rows that an undo takes away, and put them into `absent`."""
    key, gone = ", ".join(source.dataset.key), {"gone": list(source.gone)}
    connection.execute(
        f"""create or replace temp table absent as from {source.dataset.name}
        where ({key}) in (select ({key}) from staged where {GONE})""",
        gone,
    )
    connection.execute(f"delete from staged where {GONE}", gone)


def _of_all(fault: Fault, source: Source) -> bool:
    """Whether a fault is that of the whole file; `more` only counts those of rows."""
    header = source.table.header
    return fault.rule != "more" and (fault.row is None or fault.row <= header.last_row)


def _bad(connection: duckdb.DuckDBPyConnection) -> list[int]:
    """The staged rows with an error, and the earlier ones that they are held against."""
    rows = connection.execute("""
        select source_row from staged where source_row in (
            select source_row from fault where error
            union all select first from fault where error and first is not null)
    """).fetchall()
    return [number for (number,) in rows]
