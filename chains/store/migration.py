"""Whether an edition's tables are those of this release, and the way up where they are older."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import duckdb

from chains import schema
from chains.errors import StoreError
from chains.schema import PROVENANCE, Dataset

Tables = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Gap:
    """What this release declares and an edition lacks, and what it holds and nobody declares.

    Each is a table, or a `table.column`.
    """

    missing: tuple[str, ...]
    strange: tuple[str, ...]


def gap(connection: duckdb.DuckDBPyConnection) -> Gap:
    """Hold the tables of a connection against the declarations."""
    here, wanted = _held(connection), declared()
    return Gap(_only(wanted, here), _only(here, wanted) + _retyped(here, wanted))


@cache
def declared() -> dict[str, dict[str, str]]:
    """Table -> column -> type, as data/schema says."""
    return {name: _columns(dataset) for name, dataset in schema.datasets().items()}


def refuse_newer(number: int, found: Gap) -> None:
    """Raise StoreError where an edition holds what this release does not know."""
    if found.strange:
        raise StoreError(
            "Edition {number} holds {names}, which this release of Chainboard does not know: "
            "a newer one made it. Install that release, or restore a backup.",
            number=number,
            names=", ".join(found.strange),
        )


def refuse(number: int, found: Gap, *, current: bool) -> None:
    """Raise StoreError where an edition is not of this release's making, with the way out."""
    refuse_newer(number, found)
    if found.missing and current:
        raise StoreError(
            "An older release of Chainboard made this store; {names} is missing. "
            "Run: python -m chains upgrade",
            names=", ".join(found.missing),
        )
    if found.missing:
        raise StoreError(
            "An older release of Chainboard made edition {number}; {names} is missing. "
            "Make it current again to read it: python -m chains editions restore {number}",
            number=number,
            names=", ".join(found.missing),
        )


def complete(connection: duckdb.DuckDBPyConnection) -> None:
    """Make what is missing, within the transaction of the connection; new columns are null."""
    here = _held(connection)
    connection.execute(schema.ddl())
    for name, dataset in schema.datasets().items():
        if name in here and _columns(dataset).keys() - here[name].keys():
            _widen(connection, dataset, set(here[name]))


def _widen(connection: duckdb.DuckDBPyConnection, dataset: Dataset, there: set[str]) -> None:
    """Make a table anew in the declared order of columns, which statements may rely on."""
    draft = f"{dataset.name}_widened"
    lines = [
        f"{column} {kind}{' not null' if column in there and _required(dataset, column) else ''}"
        for column, kind in _columns(dataset).items()
    ]
    connection.execute(f"create table {draft} ({', '.join(lines)})")
    connection.execute(f"insert into {draft} by name select * from {dataset.name}")
    connection.execute(f"drop table {dataset.name}")
    connection.execute(f"alter table {draft} rename to {dataset.name}")


def _required(dataset: Dataset, column: str) -> bool:
    return column in dataset.columns and dataset.field(column).required


def _columns(dataset: Dataset) -> dict[str, str]:
    extra = () if dataset.managed else PROVENANCE
    types = {field.name: field.sql_type for field in dataset.fields}
    return types | dict.fromkeys(extra, "bigint")


def _held(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[str, str]]:
    rows = connection.execute(
        """select table_name, column_name, lower(data_type) from duckdb_columns()
        where database_name = current_database() and schema_name = 'main' and not internal
        order by table_oid, column_index"""
    ).fetchall()
    held: dict[str, dict[str, str]] = {}
    for table, column, kind in rows:
        held.setdefault(table, {})[column] = kind
    return held


def _retyped(here: Tables, wanted: Tables) -> tuple[str, ...]:
    """Columns that hold another type than is declared."""
    return tuple(
        f"{table}.{name} ({kind})"
        for table, columns in here.items()
        for name, kind in columns.items()
        if kind != wanted.get(table, {}).get(name, kind)
    )


def _only(these: Tables, those: Tables) -> tuple[str, ...]:
    """Tables, and columns of tables that both have, that stand in these and not in those."""
    found = []
    for table, columns in these.items():
        if table not in those:
            found.append(table)
        else:
            found += [f"{table}.{name}" for name in columns if name not in those[table]]
    return tuple(found)
