"""python -m chains query"""

import sys
from argparse import Namespace

from chains import export, i18n, sandbox
from chains.cli import people
from chains.cli.output import as_json, table, width
from chains.errors import QueryRefused
from chains.i18n import _
from chains.sandbox import Answer
from chains.store import Store


def run(given: Namespace) -> bool:
    """Answer one query on the current edition, in the same process of its own as the page's."""
    store = Store(given.store)
    current = store.current()
    try:
        with people.recorded(given.person, "query", f"edition {current}") as note:
            note.detail = given.sql
            answer = sandbox.run(store.path(current) if current else None, given.sql)
    except QueryRefused as error:
        print(_where(error, given.sql), file=sys.stderr)
        return False
    _print(answer, given.format)
    if answer.more:
        said = _("The first {rows} rows; there are more.", rows=answer.table.num_rows)
        print(said, file=sys.stderr)
    return True


def _print(answer: Answer, form: str) -> None:
    if form == "csv":
        sys.stdout.flush()
        sys.stdout.buffer.write(export.csv_bytes(answer.frame))
        sys.stdout.buffer.flush()
    elif form == "json":
        print(as_json(answer.table.to_pylist()))
    else:
        print(table(answer.table.to_pylist(), {one: one for one in answer.table.column_names}))


def _where(error: QueryRefused, sql: str) -> str:
    """The refusal, and the line that it speaks of with the place marked."""
    if error.line is None or error.column is None:
        return i18n.say(error)
    line = sql.split("\n")[error.line - 1]
    before = " " * width(line[: error.column - 1])
    place = _("Line {line}, column {column}", line=error.line, column=error.column)
    return f"{place}\n  {line}\n  {before}^\n{i18n.say(error)}"
