"""Cells that were not plain: repaired by rule, each listed, or known to be damaged for good."""

import duckdb

from chains.intake import dates, numbers, texts
from chains.intake.cells import ERROR, Step, matches
from chains.intake.columns import Column
from chains.intake.table import Table
from chains.schema import Dataset, Field

EMPTY = """
create or replace temp table repaired (
    source_row bigint, field varchar, before varchar, after varchar, rule varchar, rules varchar[]
);
create or replace temp table damaged (source_row bigint, field varchar, value varchar, rule varchar)
"""
CODE_LOST = r"\d(\.\d+)?[eE]\+?\d{2}"
CREDIT_CODE, CUT = "{18}", r"[0-9A-Z]{10,17}"


def written(field: Field) -> str:
    """The column of `staged` that holds the field's text as it stands in the file."""
    return field.name if field.type == "string" else f'"{field.name} as written"'


def plain(column: Column) -> str:
    """The SQL that reads a plain text as the field's type, or gives null."""
    field = column.field
    match field.type:
        case "integer" | "number":
            return numbers.plain(field, column.factor)
        case "date" | "yearmonth":
            return dates.plain(field)
        case "boolean":
            return texts.yes_or_no(field.name)
    return field.name


def mend(connection: duckdb.DuckDBPyConnection, dataset: Dataset, table: Table) -> None:
    """Repair the cells of `staged` that are not plain; make `repaired` and `damaged`."""
    connection.execute(EMPTY)
    columns = table.header.columns
    odd = [_odd(dataset, column.field) for column in columns]
    counts = ", ".join(f"count(*) filter ({test})" for test in odd)
    found = connection.execute(f"select {counts} from staged").fetchall()[0]
    for column, test, count in zip(columns, odd, found, strict=True):
        if count:
            _mend(connection, dataset, column, test)
        if column.factor != 1:
            _converted(connection, column, table.header.row)
    connection.execute("drop table if exists mended")


def _odd(dataset: Dataset, field: Field) -> str:
    """The SQL of whether a cell of `staged` was written in a way that is not plain."""
    text = written(field)
    test = texts.odd(dataset, field) if field.type == "string" else f"{field.name} is null"
    return f"{text} is not null and {test}"


def _mend(
    connection: duckdb.DuckDBPyConnection, dataset: Dataset, column: Column, test: str
) -> None:
    """Each odd text of a column once through its steps, and what comes of it to its rows."""
    field, text = column.field, written(column.field)
    odd = f"select distinct {text} as text from staged where {test}"
    connection.execute(f"""
        create or replace temp table mended as
        select text, rules, list_extract(rules, -1) as rule,
               {_after(dataset, column)} as after, {_damage(field)} as damage
        from ({_stepped(odd, steps(dataset, field))})
    """)
    connection.execute(
        f"""insert into damaged select source_row, $field, text, damage
        from staged join mended on {text} = text where damage is not null""",
        {"field": field.name},
    )
    connection.execute(
        f"""insert into repaired select source_row, $field, text, nullif(after, ''), rule, rules
        from staged join mended on {text} = text
        where damage is null and after is not null and rule is not null""",
        {"field": field.name},
    )
    _put(connection, field)


def _put(connection: duckdb.DuckDBPyConnection, field: Field) -> None:
    """What was mended into `staged`, typed; a word for nothing is an empty cell from here on."""
    name, text = field.name, written(field)
    value = f"try_cast(nullif(after, '') as {field.sql_type})"
    blank = "" if name == text else f", {text} = case when after <> '' then {text} end"
    connection.execute(
        f"""update staged set {name} = {value}{blank} from mended
        where {text} = text and damage is null and after is not null"""
    )


def _converted(connection: duckdb.DuckDBPyConnection, column: Column, row: int) -> None:
    """One line for a whole column whose unit is another than the declared one."""
    values = [row, column.field.name, column.unit, column.field.unit]
    connection.execute("insert into repaired values (?, ?, ?, ?, 'unit', ['unit'])", values)


def _stepped(odd: str, rules: tuple[Step, ...]) -> str:
    """The SQL of texts after all steps, `t`, with the rules that changed them."""
    sql = f"select text, text as t, []::varchar[] as rules from ({odd})"
    for step in rules:
        sql = f"""
            select text, u as t,
                   case when u <> t then list_append(rules, '{step.rule}') else rules end as rules
            from (select text, t, rules, {step.sql} as u from ({sql}))
        """
    return sql


def steps(dataset: Dataset, field: Field) -> tuple[Step, ...]:
    """The rules that are tried on the odd cells of a field, one after the other."""
    match field.type:
        case "integer" | "number":
            return numbers.steps(field)
        case "date" | "yearmonth":
            return dates.steps(field)
        case "boolean":
            return texts.yes_no_steps()
    return texts.steps(dataset, field)


def _after(dataset: Dataset, column: Column) -> str:
    """The SQL of the repaired text: empty for an empty cell, null where no value is in it."""
    field = column.field
    match field.type:
        case "integer" | "number":
            value = numbers.text(f"({numbers.value(field, column.factor)})")
        case "date" | "yearmonth":
            value = f"({dates.value(field)})::varchar"
        case "boolean":
            value = f"({texts.yes_or_no('t')})::varchar"
        case _:
            value = texts.value(dataset, field)
    return f"case when t = '' then '' else {value} end"


def _damage(field: Field) -> str:
    """The SQL of the rule under which a text cannot be repaired without a guess."""
    codes = ""
    if field.type == "string" and (field.pattern or field.name.endswith("_id")):
        codes = f" when {matches(CODE_LOST)} then 'code_lost'"
        if (field.pattern or "").endswith(CREDIT_CODE):
            codes += f" when {matches(CUT)} then 'code_lost'"
    return f"case when {matches(ERROR)} then 'cell_error'{codes} end"
