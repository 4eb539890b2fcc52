"""Two editions held against each other, row by row."""

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb
import pandas as pd

from chains import schema
from chains.intake.difference import as_text
from chains.schema import Dataset
from chains.store import Store

LISTED = 1_000


@contextmanager
def attached(store: Store, **numbers: int) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that holds editions under these names; edition 0 is the empty city."""
    connection = duckdb.connect()
    try:
        for name, number in numbers.items():
            with store.reading(number) as edition:  # refuses what cannot be read
                path = str(edition.path or ":memory:").replace("'", "''")
            mode = " (read_only)" if number else ""
            connection.execute(f"attach '{path}' as {name}{mode}")
            if number == 0:
                connection.execute(f"use {name}; {schema.ddl()} use memory")
        yield connection
    finally:
        connection.close()


def compare_editions(store: Store, a: int, b: int) -> pd.DataFrame:
    """Rows added, removed and changed from edition a to b, for each dataset that differs."""
    with attached(store, a=a, b=b) as connection:
        parts = [
            f"""select '{name}' as dataset,
                count(*) filter (kind = 'added') as added,
                count(*) filter (kind = 'removed') as removed,
                count(*) filter (kind = 'changed') as changed
            from ({_kinds(dataset)})"""
            for name, dataset in schema.uploadable().items()
        ]
        frame = connection.execute(" union all ".join(parts)).df()
    differs = frame[["added", "removed", "changed"]].sum(axis=1) > 0
    return frame[differs].sort_values("dataset", ignore_index=True)


def cells(store: Store, a: int, b: int, dataset: str, limit: int = LISTED) -> pd.DataFrame:
    """The first cells of a dataset that differ: key, column, before and after as text, kind."""
    one = schema.dataset(dataset)
    names = [name for name in one.columns if name not in one.key] or list(one.key)
    key = ", ".join(one.key)
    parts = " union all ".join(
        f"select *, {i} as place, '{name}' as column, {as_text(one.field(name), f'b_{name}')} "
        f"as before, {as_text(one.field(name), f's_{name}')} as after from row"
        for i, name in enumerate(names)
    )
    both = ", ".join(f"a_row.{name} as b_{name}, b_row.{name} as s_{name}" for name in names)
    with attached(store, a=a, b=b) as connection:
        return connection.execute(f"""
            with row as (
                select concat_ws(' · ', {key}) as key, {key}, kind, {both}
                from ({_kinds(one)})
                left join a.{dataset} a_row using ({key}) left join b.{dataset} b_row using ({key})
                order by array_position(['changed', 'removed', 'added'], kind), {key}
                limit {limit:d}
            ),
            cell as ({parts})
            select key, "column", before, after, kind from cell
            where before is distinct from after
            order by array_position(['changed', 'removed', 'added'], kind), {key}, place
            limit {limit:d}
        """).df()


def _kinds(dataset: Dataset) -> str:
    """The key and kind of every row that is not the same in `a` and `b`."""
    key, values = ", ".join(dataset.key), ", ".join(dataset.columns)
    sides = [
        f"(select {key}, row({values}) as {side}_held from {side}.{dataset.name})" for side in "ab"
    ]
    return f"""
        select {key}, case when a_held is null then 'added'
                           when b_held is null then 'removed' else 'changed' end as kind
        from {sides[0]} full join {sides[1]} using ({key})
        where a_held is distinct from b_held
    """
