"""The next edition while it is being made: a copy of an older one, changed in one transaction."""

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from chains.store import migration

LEDGERS = ("edition", "submission")

Change = Callable[[duckdb.DuckDBPyConnection], None]


@dataclass(frozen=True)
class EditionRecord:
    """How an edition came to be."""

    edition: int
    parent: int | None
    made_at: datetime
    made_by: str
    kind: str
    message: str | None
    demonstration: bool | None


@dataclass(frozen=True)
class Plan:
    """What to make: the content to start from, its history, the change, the record.

    `base` is None for the empty city. `ledger` is the current edition where that is not the base.
    A record whose `demonstration` is None inherits it from the edition numbered `origin`.
    """

    base: Path | None
    origin: int
    ledger: Path | None
    change: Change
    record: EditionRecord


@dataclass(frozen=True)
class Made:
    """What a finished candidate holds: rows by table, and the time of every edition."""

    rows: Mapping[str, int]
    editions: Sequence[tuple[int, datetime]]


def make(candidate: Path, plan: Plan) -> Made:
    """Leave one whole, checkpointed file behind, or raise."""
    if plan.base is not None:
        shutil.copyfile(plan.base, candidate)
    connection = duckdb.connect(candidate)
    try:
        if plan.ledger is not None:
            connection.execute(f"attach '{_quoted(plan.ledger)}' as latest (read_only)")
        connection.execute("begin")
        _fill(connection, plan)
        _settle(connection)
        return _look(connection)
    finally:
        connection.close()


def count(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """The number of rows of every table that is there."""
    found = connection.execute(
        "select table_name from duckdb_tables()"
        " where database_name = current_database() and not internal order by table_name"
    ).fetchall()
    each = [f"select '{name}', count(*) from {name}" for (name,) in found]
    return dict(connection.execute(" union all ".join(each)).fetchall()) if each else {}


def _look(connection: duckdb.DuckDBPyConnection) -> Made:
    editions = "select edition, made_at from edition order by edition"
    return Made(count(connection), connection.execute(editions).fetchall())


def _settle(connection: duckdb.DuckDBPyConnection) -> None:
    """Commit, and leave nothing in the write-ahead log."""
    try:
        connection.execute("commit")
        connection.execute("checkpoint")
    except duckdb.Error as error:  # a full disk is a TransactionException here
        raise OSError(str(error)) from error


def _fill(connection: duckdb.DuckDBPyConnection, plan: Plan) -> None:
    """The change and its record, inside the transaction."""
    migration.complete(connection)
    if plan.ledger is not None:
        _take_ledgers(connection)
    flag = plan.record.demonstration
    if flag is None:
        flag = _is_demonstration(connection, plan.origin)
    row = asdict(plan.record) | {"demonstration": flag}
    names = ", ".join(row)
    marks = ", ".join(f"${name}" for name in row)
    connection.execute(f"insert into edition ({names}) values ({marks})", row)
    plan.change(connection)


def _take_ledgers(connection: duckdb.DuckDBPyConnection) -> None:
    """Carry the history of the current edition over an older content."""
    for table in LEDGERS:
        connection.execute(f"delete from {table}")
        connection.execute(f"insert into {table} by name select * from latest.{table}")


def _is_demonstration(connection: duckdb.DuckDBPyConnection, number: int) -> bool:
    found = connection.execute(
        "select demonstration from edition where edition = ?", [number]
    ).fetchone()
    return bool(found and found[0])


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
