"""The state database as lines of JSON, the same from either kind: what a backup holds.

Sessions, links and failed tries are left out: after a restore nobody is signed in, and no link that
was used up works again.
"""

import json
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from sqlalchemy import Connection, DateTime, Table, delete, func, insert, select

from chains.errors import StateError
from chains.state import tables, upgrade
from chains.state.database import BUGS, State

BATCH = 1000  # rows

KEPT = [table for table in tables.metadata.sorted_tables if not table.info.get("momentary")]


def dump(db: State, path: Path) -> int:
    """Write every lasting row as it stands at one moment; return how many."""
    with _owners(path) as file, db.reading() as connection:
        counts = {table.name: _count(connection, table) for table in KEPT}
        head = {"chainboard": "state", "version": upgrade.version(connection), "rows": counts}
        file.write(json.dumps(head) + "\n")
        for table in KEPT:
            for row in _rows(connection, table):
                file.write(json.dumps({table.name: row}, ensure_ascii=False) + "\n")
        file.flush()
        os.fsync(file.fileno())
    return sum(counts.values())


def load(db: State, path: Path) -> int:
    """Fill an empty database, all or nothing, or raise StateError; return how many rows."""
    with path.open(encoding="utf-8") as file, db.writing() as connection:
        if _count(connection, tables.account) or _count(connection, tables.audit):
            raise StateError(
                "The state database holds accounts or audit entries already; "
                "only an empty one is filled."
            )
        connection.execute(delete(tables.audit_mark))
        try:
            return _fill(connection, file)
        except (ValueError, KeyError, TypeError, AttributeError, *BUGS) as error:
            raise StateError("{path} is no backup of a state database.", path=path) from error


def _owners(path: Path) -> TextIO:
    """The file, new and for its owner's eyes only."""
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    return os.fdopen(descriptor, "w", encoding="utf-8", newline="\n")


def _count(connection: Connection, table: Table) -> int:
    return int(connection.scalar(select(func.count()).select_from(table)) or 0)


def _rows(connection: Connection, table: Table) -> Iterator[dict[str, Any]]:
    statement = select(table).order_by(*table.primary_key)
    for row in connection.execute(statement, execution_options={"yield_per": BATCH}).mappings():
        yield {
            name: value.isoformat() if isinstance(value, datetime) else value
            for name, value in row.items()
        }


def _fill(connection: Connection, file: TextIO) -> int:
    head = json.loads(file.readline())
    if head["version"] not in upgrade.known():
        raise StateError("A newer release of Chainboard made this backup.")
    known = {table.name: table for table in KEPT}
    counts = dict.fromkeys(head["rows"], 0)
    for line in file:
        [(name, row)] = json.loads(line).items()
        connection.execute(insert(known[name]), _values(known[name], row))
        counts[name] += 1
    if counts != head["rows"]:
        raise ValueError(counts)
    return sum(counts.values())


def _values(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    moments = {column.name for column in table.c if isinstance(column.type, DateTime)}
    return {
        name: datetime.fromisoformat(value) if value and name in moments else value
        for name, value in row.items()
    }
