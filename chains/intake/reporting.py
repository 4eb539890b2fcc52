"""What a file speaks of, its months, chains and counties, and which rows of them are not in it.

A row belongs to a chain or county as in `scope`; one that belongs to several speaks of those that
every row of the file shares, else of those that some row names alone.
"""

from collections.abc import Mapping

import duckdb

from chains.access import ALL, Scope
from chains.intake import scope
from chains.intake.header import Header
from chains.schema import Dataset

KINDS = ("chain", "county")
NOBODY = ""  # to whom a row belongs of which nothing is known
SPOKEN = """
with row as (select n, list(id) as ids from told group by n),
shared as (select id from told group by id having count(*) = (select count(*) from row)),
alone as (select distinct ids[1] as id from row where len(ids) = 1)
from shared
union from alone where not exists (from shared)
union select id from told where not exists (from shared) and not exists (from alone)
"""

Said = Mapping[str, tuple[str, ...]]
Groups = tuple[tuple[tuple[str, ...], str | None], ...]


def absent(
    connection: duckdb.DuckDBPyConnection, dataset: Dataset, header: Header, reach: Scope
) -> Said:
    """Make the temporary table `absent` of the edition's rows that the file leaves out.

    Only rows within the reach count. Return what the file speaks of: field -> values.
    """
    there = {column.field.name for column in header.columns}
    if not there.issuperset(dataset.key):
        none(connection, dataset)
        return {}
    periods = _periods(dataset)
    said = {name: _values(connection, name) for name in periods}
    tuples = ", ".join(periods)
    same = f"where ({tuples}) in (select distinct ({tuples}) from staged)" if periods else ""
    key = ", ".join(dataset.key)
    connection.execute(f"""
        create or replace temp table absent as
        select * from {dataset.name} anti join staged using ({key}) {same}
    """)
    for kind, granted in zip(KINDS, (reach.chains, reach.counties), strict=True):
        groups = tuple(scope.groups(dataset, kind))
        if groups and dataset.key != (f"{kind}_id",):
            ids = _limit(connection, groups, _told(dataset, there, groups), granted)
            said[f"{kind}_id"] = _names(connection, kind, ids)
    return {field: values for field, values in said.items() if values}


def none(connection: duckdb.DuckDBPyConnection, dataset: Dataset) -> None:
    """Make `absent` with no row in it."""
    connection.execute(f"create or replace temp table absent as from {dataset.name} where false")


def _periods(dataset: Dataset) -> tuple[str, ...]:
    """The part of a key that tells reports of the same thing apart: month, year, version."""
    referring = {one.field for one in dataset.references}
    kinds = ("yearmonth", "integer")
    return tuple(
        name
        for name in dataset.key
        if name not in referring and dataset.field(name).type in kinds and len(dataset.key) > 1
    )


def _limit(
    connection: duckdb.DuckDBPyConnection, groups: Groups, told: str, granted: frozenset[str]
) -> list[str]:
    """Leave in `absent` what belongs to those of whom the file speaks; return their ids."""
    _claims(connection, "told", told, groups)
    ids = [number for (number,) in connection.execute(SPOKEN).fetchall()]
    if ALL not in granted:
        ids = [one for one in ids if one in granted or one == NOBODY]
    _claims(connection, "held", "select rowid as n, * from absent", groups)
    connection.execute(
        """delete from absent
        where rowid not in (select n from held where list_contains($ids::varchar[], id))""",
        {"ids": ids},
    )
    return [one for one in ids if one != NOBODY]


def _told(dataset: Dataset, there: set[str], groups: Groups) -> str:
    """What decides whose the rows of the file are, each once.

    What the file has no column for stands as in the edition.
    """
    fields = sorted({field for fields, _ in groups for field in fields})
    columns = ", ".join(f"{'s' if name in there else 'b'}.{name}" for name in fields)
    same = " and ".join(f"s.{name} = b.{name}" for name in dataset.key)
    joined = "" if there.issuperset(fields) else f" left join {dataset.name} b on {same}"
    distinct = f"select distinct {columns} from staged s{joined}"
    return f"select row_number() over () as n, * from ({distinct})"


def _claims(connection: duckdb.DuckDBPyConnection, table: str, rows: str, groups: Groups) -> None:
    """Make a table of row n and id: the chains or counties that it belongs to, or nobody."""
    parts = " union ".join(
        f"select r.n, r.{field} as id from rows r where r.{field} is not null"
        if owners is None
        else f"select r.n, o.id from rows r join ({owners}) o on o.ref = r.{field}"
        for fields, owners in groups
        for field in fields
    )
    connection.execute(f"""
        create or replace temp table {table} as
        with rows as ({rows}), claim as ({parts})
        from claim union all select n, '{NOBODY}' from rows anti join claim using (n)
    """)


def _values(connection: duckdb.DuckDBPyConnection, name: str) -> tuple[str, ...]:
    rows = connection.execute(
        f"select distinct {name}::varchar from staged where {name} is not null order by 1"
    ).fetchall()
    return tuple(value for (value,) in rows)


def _names(connection: duckdb.DuckDBPyConnection, kind: str, ids: list[str]) -> tuple[str, ...]:
    """Chains or counties by name in the language in force."""
    known = scope.names(connection, kind)
    return tuple(scope.said([one], known).label for one in sorted(ids))
