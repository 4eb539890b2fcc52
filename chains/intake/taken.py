"""The rows that a submission took the place of, as they were before it.

The connection holds three editions: `before` the submission, `after` it, and `now`.
"""

import csv
import io

import duckdb
import pyarrow as pa

from chains.intake.asked import Asked
from chains.intake.header import Column, Header
from chains.intake.judging import Source
from chains.intake.table import CELLS, ROW, Table
from chains.schema import PROVENANCE, Dataset

FORMULA = ("=", "+", "-", "@", "\t", "\r")
MORE = ("原提交编号", "原行号", "撤销动作")  # in a file, titles are Chinese


def find(connection: duckdb.DuckDBPyConnection, dataset: Dataset, number: int) -> None:
    """Make `back` of every row to put back, and of those to take away, which are `gone`.

    An edition of one submission is its work alone; of more, each has the rows that name it.
    """
    name, key = dataset.name, ", ".join(dataset.key)
    held = ", ".join((*dataset.columns, *PROVENANCE))
    connection.execute(f"""
        create or replace temp table back as
        with alone as (
            select count(*) = 1 from after.submission
            where edition = (select max(edition) from after.edition)
        ),
        before_row as (select {key}, row({held}) as held from before.{name}),
        after_row as (select {key}, row({held}) as held, submission_id from after.{name}),
        touched as (
            select {key}, after_row.held is not null and before_row.held is null as gone
            from before_row full join after_row using ({key})
            where before_row.held is distinct from after_row.held
              and ((from alone) or submission_id = {number:d})
        ),
        row as (
            select one.*, gone from before.{name} one join touched using ({key}) where not gone
            union all by name
            select one.*, gone from after.{name} one join touched using ({key}) where gone
        )
        select (row_number() over (order by gone, {key}) + 1)::bigint as "{ROW}", * from row
    """)


def sign_as_before(
    connection: duckdb.DuckDBPyConnection, dataset: Dataset, exact: pa.Table, number: int
) -> None:
    """Let what submission `number` put back name the files that it came from at first."""
    same = " and ".join(f"b.{key} = e.{key}" for key in dataset.key)
    connection.register("exact", exact)
    try:
        connection.execute(f"""
            update {dataset.name} as b
            set submission_id = e.submission_id, source_row = e.source_row
            from exact e where b.submission_id = {number:d} and {same}
        """)
    finally:
        connection.unregister("exact")


def later(connection: duckdb.DuckDBPyConnection, dataset: Dataset) -> list[tuple[str, int | None]]:
    """Rows changed since: their key as text, and the submission that they come from."""
    key = ", ".join(dataset.key)
    values = ", ".join(dataset.columns)
    sides = {
        side: f"(select {key}, submission_id, row({values}) as held, row({values}, submission_id)"
        f" as signed from {side}.{dataset.name}) {side}_row"
        for side in ("before", "after", "now")
    }
    return connection.execute(f"""
        select concat_ws(' · ', {key}), now_row.submission_id
        from back left join {sides["now"]} using ({key})
        left join {sides["after"]} using ({key}) left join {sides["before"]} using ({key})
        where now_row.signed is distinct from after_row.signed
          and now_row.held is distinct from before_row.held
        order by "{ROW}"
    """).fetchall()


def read(
    connection: duckdb.DuckDBPyConnection, dataset: Dataset, asked: Asked
) -> tuple[Source, bytes]:
    """The rows as if they came in a file, and that file."""
    names = dataset.columns
    origin = ", ".join(PROVENANCE)
    texts = ", ".join(f"{name}::varchar as {name}" for name in names)
    typed = connection.execute(f'select "{ROW}", {", ".join(names)}, {origin} from back order by 1')
    exact = typed.to_arrow_table()
    text = connection.execute(
        f'select "{ROW}", {len(names)}::bigint as "{CELLS}", {texts} from back order by 1'
    ).to_arrow_table()
    rest = connection.execute(f'select "{ROW}", {origin}, gone from back order by 1').fetchall()
    columns = tuple(Column(i, field, field.header, "") for i, field in enumerate(dataset.fields))
    table = Table("utf-8", Header(1, len(names), columns, (), ()), text, ())
    gone = tuple(number for number, _, _, away in rest if away)
    return Source(dataset, table, asked, exact, gone), _file(table, rest)


def _file(table: Table, rest: list[tuple[int, int | None, int | None, bool]]) -> bytes:
    """A CSV file of the rows: what was done to each, and where it came from before."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    columns = table.header.columns
    writer.writerow([*(column.title for column in columns), *MORE])
    cells = [_disarmed(table.text, column) for column in columns]
    for values, (_, by, row, gone) in zip(zip(*cells, strict=True), rest, strict=True):
        writer.writerow([*values, by, row, "删除" if gone else "恢复"])
    return out.getvalue().encode("utf-8-sig")


def _disarmed(text: pa.Table, column: Column) -> list[str | None]:
    """A column's cells, with an apostrophe before what a spreadsheet would run."""
    cells: list[str | None] = text.column(column.field.name).to_pylist()
    if column.field.type != "string":
        return cells
    return [f"'{cell}" if cell and cell.startswith(FORMULA) else cell for cell in cells]
