"""What the staged rows would change in an edition: counted, listed, and put into it."""

from dataclasses import dataclass, field

import duckdb
import pandas as pd

from chains.intake.header import Header
from chains.schema import Dataset, Field

LISTED = 1_000
KINDS = ["changed", "removed", "added"]


@dataclass(frozen=True)
class Difference:
    """Counts of rows, a fingerprint, and the first cells.

    `cells` has key, column, before, after (as text) and kind: changed, removed or added.
    """

    added: int
    changed: int
    same: int
    cells: pd.DataFrame = field(compare=False, repr=False)
    digest: str
    removed: int = 0

    @property
    def empty(self) -> bool:
        """Whether nothing would change."""
        return self.added + self.changed + self.removed == 0


@dataclass(frozen=True)
class Counts:
    """How many rows are new, differ and are as they were, and the fingerprint of what differs."""

    added: int
    changed: int
    same: int
    digest: str
    removed: int = 0

    @property
    def empty(self) -> bool:
        """Whether nothing would change."""
        return self.added + self.changed + self.removed == 0


def compare(connection: duckdb.DuckDBPyConnection, dataset: Dataset, header: Header) -> Counts:
    """Say of each staged row, in the temporary table `compared`, what it is to the edition.

    The rows of `absent` would be removed.
    """
    values = _values(dataset, header)
    other = " or ".join(f"s.{name} is distinct from b.{name}" for name in values) or "false"
    pairs = ", ".join(f"{side}.{name}" for name in (*dataset.key, *values) for side in "sb")
    connection.execute(f"""
        create or replace temp table compared as
        select s.source_row, k.kind, hash(k.kind, {pairs}) as mark
        from staged s
        left join {dataset.name} b on {_same_key(dataset)},
        lateral (
            select case when b.{dataset.key[0]} is null then 'added'
                        when {other} then 'changed' else 'same' end as kind
        ) k
    """)
    held = ", ".join(dataset.columns)
    row = connection.execute(f"""
        with gone as (select hash('removed', {held}) as mark from absent)
        select count(*) filter (kind = 'added'), count(*) filter (kind = 'changed'),
               count(*) filter (kind = 'same'),
               (select coalesce(bit_xor(mark) filter (kind <> 'same'), 0)::varchar
                from (select kind, mark from compared union all select 'removed', mark from gone)),
               (select count(*) from gone)
        from compared
    """).fetchall()[0]
    return Counts(*row)


def difference(
    connection: duckdb.DuckDBPyConnection, dataset: Dataset, header: Header
) -> Difference:
    """Compare the staged rows with the edition, and list the first cells that differ."""
    counts = compare(connection, dataset, header)
    cells = _cells(connection, dataset, header)
    return Difference(
        counts.added, counts.changed, counts.same, cells, counts.digest, counts.removed
    )


def upsert(
    connection: duckdb.DuckDBPyConnection,
    dataset: Dataset,
    header: Header,
    counts: Counts,
    submission: int,
) -> None:
    """Put added and changed rows into the table, and take out those of `absent`.

    Other rows that are not in the file stay, and columns that are not.
    """
    values, key = _values(dataset, header), ", ".join(dataset.key)
    if counts.removed:
        where = f"({key}) in (select ({key}) from absent)"
        connection.execute(f"delete from {dataset.name} where {where}")
    if counts.changed:
        sets = "".join(f"{name} = s.{name}, " for name in values)
        connection.execute(
            f"""update {dataset.name} as b
            set {sets}submission_id = $submission, source_row = s.source_row
            from staged s join compared c using (source_row)
            where c.kind = 'changed' and {_same_key(dataset)}""",
            {"submission": submission},
        )
    if counts.added:
        columns = (*dataset.key, *values)
        every = counts.changed + counts.same == 0  # no row need be picked out
        those = "" if every else "join compared c using (source_row) where c.kind = 'added'"
        connection.execute(
            f"""insert into {dataset.name} ({", ".join(columns)}, submission_id, source_row)
            select {", ".join(f"s.{name}" for name in columns)}, $submission, s.source_row
            from staged s {those}""",
            {"submission": submission},
        )


def _values(dataset: Dataset, header: Header) -> list[str]:
    """The columns of the file that are not the key, in the dataset's order."""
    there = {column.field.name for column in header.columns}
    return [name for name in dataset.columns if name in there and name not in dataset.key]


def _same_key(dataset: Dataset) -> str:
    return " and ".join(f"s.{name} = b.{name}" for name in dataset.key)


def _cells(connection: duckdb.DuckDBPyConnection, dataset: Dataset, header: Header) -> pd.DataFrame:
    """Cells of changed rows, of removed ones, of added ones, in the order of the file."""
    names = [*_values(dataset, header)] or list(dataset.key)
    parts = " union all ".join(
        f"select *, {i} as place, '{name}' as column, "
        f"{as_text(dataset.field(name), f'b_{name}')} as before, "
        f"{as_text(dataset.field(name), f's_{name}')} as after from shown"
        for i, name in enumerate(names)
    )
    return connection.execute(f"""
        with first as (
            select source_row, kind from compared where kind <> 'same'
            order by kind desc, source_row limit {LISTED}
        ),
        shown as ({_shown(dataset, names)}),
        cell as ({parts})
        select key, "column", before, after, kind from cell
        where before is distinct from after
        order by array_position({KINDS}, kind), source_row, key, place limit {LISTED}
    """).df()


def _shown(dataset: Dataset, names: list[str]) -> str:
    """The rows that differ, each column as it is in the edition (b_) and in the file (s_)."""
    both = ", ".join(f"{side}.{name} as {side}_{name}" for name in names for side in "sb")
    gone = ", ".join(f"null as s_{name}, b.{name} as b_{name}" for name in names)
    keys = {side: ", ".join(f"{side}.{name}" for name in dataset.key) for side in "sb"}
    return f"""
        select source_row, first.kind, concat_ws(' · ', {keys["s"]}) as key, {both}
        from first join staged s using (source_row)
        left join {dataset.name} b on {_same_key(dataset)}
        union all by name
        (select null as source_row, 'removed' as kind, concat_ws(' · ', {keys["b"]}) as key, {gone}
        from absent b order by {keys["b"]} limit {LISTED})
    """


def as_text(one: Field, column: str) -> str:
    """A column's value as text; a whole number without a decimal point."""
    value = f"{column}::varchar"
    return rf"regexp_replace({value}, '\.0$', '')" if one.type == "number" else value
