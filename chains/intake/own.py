"""The rows of an edition that a person may change, to be corrected and sent back; and its codes."""

from collections.abc import Mapping, Sequence

import duckdb
import pandas as pd

from chains import schema
from chains.access import Scope
from chains.intake import header, scope
from chains.schema import Dataset
from chains.store import Edition

NO_FAULT = "create or replace temp table fault (source_row bigint, field varchar, error boolean)"


def rows(
    edition: Edition,
    dataset: Dataset,
    reach: Scope,
    *,
    holding: str = "",
    limit: int | None = None,
) -> pd.DataFrame:
    """Every declared column of the rows that belong to nobody else, by key.

    With `holding`, only those in which some cell holds that text; at most `limit`.
    """
    columns, key = ", ".join(dataset.columns), ", ".join(dataset.key)
    if not reach.holds(dataset.name):
        return pd.DataFrame(columns=list(dataset.columns))
    with edition.cursor() as cursor:
        cursor.execute(
            f"""create or replace temp table staged as
            select row_number() over (order by {key}) as source_row, {columns}
            from {dataset.name}"""
        )
        _leave_out(cursor, dataset, reach)
        return cursor.execute(
            f"""select {columns} from staged
            where contains(concat_ws(chr(31), {columns}), $holding)
            order by source_row limit coalesce($limit, 9223372036854775807)""",
            {"holding": holding, "limit": limit},
        ).df()


def codes(edition: Edition, dataset: Dataset) -> Mapping[str, Sequence[tuple[str, str]]]:
    """What the dataset's references may point to: by dataset, every code with its name."""
    found = {}
    with edition.cursor() as cursor:
        for one in dataset.references:
            to = schema.dataset(one.dataset)
            name = "name" if "name" in to.columns else one.target
            found[to.name] = cursor.execute(
                f"select distinct {one.target}, {name} from {to.name} order by all"
            ).fetchall()
    return found


def _leave_out(cursor: duckdb.DuckDBPyConnection, dataset: Dataset, reach: Scope) -> None:
    """Take away what intake would refuse from this person as somebody else's."""
    cursor.execute(NO_FAULT)
    cursor.execute(f"create or replace temp view earlier as from {dataset.name}")
    found = header.find([(1, [field.name for field in dataset.fields])], dataset)
    for one in scope.checks(dataset, found, reach):
        cursor.execute(
            f"delete from staged where source_row in (select source_row from ({one.sql}))",
            {"field": one.column, **one.values},  # noqa: PD011  a check's, no frame's
        )
