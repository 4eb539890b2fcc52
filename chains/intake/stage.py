"""The text of a file turned into typed columns, in the temporary table `staged` of a connection."""

import duckdb

from chains.intake.table import CELLS, ROW, Table
from chains.schema import Dataset, Field

BLANK = " \t\r\n\v\f\u00a0\u200b\u3000\ufeff"
WHOLE = r"[+-]?(\d{1,3}(,\d{3})+|\d+)"
DECIMAL = r"[+-]?((\d{1,3}(,\d{3})+|\d+)(\.\d*)?|\.\d+)([eE][+-]?\d+)?"
DAY = r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$"
# 2022.1 is not taken: a spreadsheet makes it of 2022.10 as well.
MONTH = r"^(\d{4})(?:[-/年]?(0[1-9]|1[0-2])|\.(0[1-9]|1[0-2])|[-/年]([1-9]))月?$"
YES, NO = ("true", "是", "1"), ("false", "否", "0")

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
REPAIRED = """
create or replace temp table repaired (
    source_row bigint, field varchar, before varchar, after varchar, rule varchar, rules varchar[]
)
"""
DAMAGED = """
create or replace temp table damaged (source_row bigint, field varchar, value varchar, rule varchar)
"""


def stage(connection: duckdb.DuckDBPyConnection, dataset: Dataset, table: Table) -> None:
    """Make `staged` (source_row, the fields typed, what was written), `earlier`, uscc_is_valid."""
    connection.execute(CHECK_DIGIT)
    connection.register("upload", table.text)
    try:
        connection.execute(f"create or replace temp table staged as {_select(dataset, table)}")
    finally:
        connection.unregister("upload")
    connection.execute(f"create or replace temp view earlier as {_earlier(dataset)}")
    connection.execute(REPAIRED)
    connection.execute(DAMAGED)


def written(field: Field) -> str:
    """The column of `staged` that holds the field's text as it stands in the file."""
    return field.name if field.type == "string" else f'"{field.name} as written"'


def _select(dataset: Dataset, table: Table) -> str:
    there = {column.field.name for column in table.header.columns}
    trimmed = "".join(f", nullif(trim({name}, '{BLANK}'), '') as {name}" for name in sorted(there))
    columns = [
        column
        for field in dataset.fields
        for column in _staged_columns(field, there=field.name in there)
    ]
    return f"""
        select "{ROW}" as source_row, "{CELLS}", {", ".join(columns)}
        from (select "{ROW}", "{CELLS}"{trimmed} from upload)
    """


def _staged_columns(field: Field, *, there: bool) -> list[str]:
    value = _typed(field) if there else f"null::{field.sql_type}"
    text = field.name if there else "null::varchar"
    kept = [] if field.type == "string" else [f"{text} as {written(field)}"]
    return [f"{value} as {field.name}", *kept]


def _typed(field: Field) -> str:
    """The SQL that reads a text as the field's type, or as null where it is none."""
    name = field.name
    digits = f"replace({name}, ',', '')"
    match field.type:
        case "integer":
            return _where(name, WHOLE, f"try_cast({digits} as bigint)")
        case "number":
            number = f"try_cast({digits} as double)"
            return _where(name, DECIMAL, f"case when isfinite({number}) then {number} end")
        case "boolean":
            return (
                f"case when lower({name}) in {YES} then true "
                f"when lower({name}) in {NO} then false end"
            )
        case "date":
            return _where(
                name, DAY, rf"try_cast(regexp_replace({name}, '{DAY}', '\1-\2-\3') as date)"
            )
        case "yearmonth":
            groups = " || ".join(f"regexp_extract({name}, '{MONTH}', {i})" for i in (2, 3, 4))
            month = f"lpad({groups}, 2, '0')"
            return _where(name, MONTH, f"regexp_extract({name}, '{MONTH}', 1) || '-' || {month}")
    return name


def _where(name: str, form: str, value: str) -> str:
    return f"case when regexp_full_match({name}, '{form}') then {value} end"


def _earlier(dataset: Dataset) -> str:
    """Rows of the edition overlaid with the staged ones, which alone have a source_row."""
    columns = ", ".join(dataset.columns)
    return f"""
        select {columns}, null::bigint as source_row
        from {dataset.name} anti join staged using ({", ".join(dataset.key)})
        union all
        select {columns}, source_row from staged
    """
