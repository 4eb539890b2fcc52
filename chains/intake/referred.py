"""Rows that are to be taken away and that other rows refer to."""

from collections.abc import Iterator

import duckdb

from chains import schema
from chains.errors import N_
from chains.intake.fault import Fault
from chains.schema import Dataset, Reference

STILL_REFERRED = N_(
    "{count} rows of {dataset.label} refer to {value}, which would be withdrawn. "
    "Keep it, or withdraw those rows first."
)


def referred(connection: duckdb.DuckDBPyConnection, dataset: Dataset) -> Iterator[Fault]:
    """A fault for every row of `absent` that the edition, or the file, would still refer to."""
    if not connection.execute("select count(*) from absent").fetchall()[0][0]:
        return
    for other in schema.datasets().values():
        for reference in other.references:
            if reference.dataset == dataset.name:
                yield from _referring(connection, dataset, other, reference)


def _referring(
    connection: duckdb.DuckDBPyConnection, dataset: Dataset, other: Dataset, reference: Reference
) -> Iterator[Fault]:
    key = ", ".join(other.key)
    left = f" anti join absent using ({key})" if other is dataset else ""
    rows = connection.execute(f"""
        select o.{reference.field}::varchar, count(*)
        from (select * from {other.name}{left}) o
        where o.{reference.field} in (select {reference.target} from absent)
        group by all order by all
    """)
    field = dataset.field(reference.target)
    for value, count in rows.fetchall():
        details = {"count": count, "dataset": other, "value": value}
        yield Fault(
            None, field.header, value, "reference", "error", STILL_REFERRED, details=details
        )
