"""The text of a file turned into typed columns, in the temporary table `staged` of a connection."""

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from chains.intake.cells import BLANK
from chains.intake.columns import Column
from chains.intake.mending import mend, plain, written
from chains.intake.table import CELLS, ROW, Table
from chains.schema import Dataset, Field

__all__ = ["stage", "written"]

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
# GB 32100-2015, 5.3; the remainder 31 stands for 0.
_DIGIT = f"(strpos('{ALPHABET}', substr(code, {{place}}, 1)) - 1)"
_SUM = " + ".join(
    f"{_DIGIT.format(place=place)} * {pow(3, place - 1, 31)}" for place in range(1, 18)
)
CHECK_DIGIT = f"""
create or replace temp macro uscc_is_valid(code) as
    regexp_full_match(code, '[{ALPHABET}]{{18}}')
    and (31 - ({_SUM}) % 31) % 31 = {_DIGIT.format(place=18)}
"""


def stage(connection: duckdb.DuckDBPyConnection, dataset: Dataset, table: Table) -> None:
    """Make `staged` (source_row, the fields typed, what was written), `earlier`, uscc_is_valid.

    Plain cells are read at once; others by rule, listed in `repaired` and `damaged`.
    """
    connection.execute(CHECK_DIGIT)
    connection.register("upload", trimmed(table.text))
    try:
        connection.execute(f"create or replace temp table staged as {_select(dataset, table)}")
    finally:
        connection.unregister("upload")
    mend(connection, dataset, table)
    connection.execute(f"create or replace temp view earlier as {_earlier(dataset)}")


def trimmed(text: pa.Table) -> pa.Table:
    """The table without blanks at the ends of its cells."""
    columns = [
        pc.utf8_trim(column, BLANK) if pa.types.is_string(column.type) else column
        for column in text.columns
    ]
    return pa.table(columns, names=text.column_names)


def _select(dataset: Dataset, table: Table) -> str:
    there = {column.field.name: column for column in table.header.columns}
    filled = "".join(f", nullif({name}, '') as {name}" for name in sorted(there))
    columns = [
        expression
        for field in dataset.fields
        for expression in _staged_columns(field, there.get(field.name))
    ]
    return f"""
        select "{ROW}" as source_row, "{CELLS}", {", ".join(columns)}
        from (select "{ROW}", "{CELLS}"{filled} from upload)
    """


def _staged_columns(field: Field, column: Column | None) -> list[str]:
    value = plain(column) if column else f"null::{field.sql_type}"
    text = field.name if column else "null::varchar"
    kept = [] if field.type == "string" else [f"{text} as {written(field)}"]
    return [f"({value})::{field.sql_type} as {field.name}", *kept]


def _earlier(dataset: Dataset) -> str:
    """Rows of the edition overlaid with the staged ones, which alone have a source_row."""
    columns = ", ".join(dataset.columns)
    return f"""
        select {columns}, null::bigint as source_row
        from {dataset.name} anti join staged using ({", ".join(dataset.key)})
        union all
        select {columns}, source_row from staged
    """
