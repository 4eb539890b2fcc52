"""The chain of hashes through the audit log, and what holds of it.

Each entry's hash covers its fields and the hash before it. The `start` mark keeps the hash before
the first entry that is kept, the `end` mark the last entry's. So a changed, removed, added or moved
entry is found, the last one included. What cannot be found from inside: somebody who may write to
the database and computes every later hash and the marks anew, or who takes away the newest entries
together with the end mark. Against that, note `Verdict.hash` elsewhere: every backup does.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, func, select

from chains.state import tables
from chains.state.database import State

START, END = "start", "end"


@dataclass(frozen=True)
class Mark:
    """An entry's number and hash."""

    entry: int
    hash: str


@dataclass(frozen=True)
class Verdict:
    """How many entries are kept, the first and last number, the last hash, the first that fails."""

    entries: int
    first: int | None
    last: int | None
    broken: int | None
    hash: str


def digest(fields: Mapping[str, Any], previous: str) -> str:
    """SHA-256 over canonical JSON of an entry's fields and the hash of the entry before."""
    values = {**fields, "at": fields["at"].isoformat(timespec="microseconds"), "previous": previous}
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def mark(connection: Connection, name: str) -> Mark:
    """Where the log starts or ends."""
    here = tables.audit_mark.c.mark == name
    row = connection.execute(select(tables.audit_mark).where(here)).one_or_none()
    return Mark(row.entry, row.hash) if row else Mark(0, "")


def verify(db: State) -> Verdict:
    """Compute every hash anew; `broken` is the first entry that fails or is missing."""
    number = tables.audit.c.entry
    with db.reading() as connection:
        count, first, last = connection.execute(
            select(func.count(), func.min(number), func.max(number)).select_from(tables.audit)
        ).one()
        end = mark(connection, END)
        broken = _first_broken(connection, mark(connection, START), end)
    return Verdict(count, first, last, broken, end.hash)


def _first_broken(connection: Connection, start: Mark, end: Mark) -> int | None:
    before = start
    for row in _rows(connection):
        if row["entry"] != before.entry + 1:
            return min(int(row["entry"]), before.entry + 1)
        if row["entry"] > end.entry or row["hash"] != digest(_fields(row), before.hash):
            return int(row["entry"])
        before = Mark(row["entry"], row["hash"])
    if before.entry != end.entry:
        return before.entry + 1
    return None if before.hash == end.hash else before.entry


def _rows(connection: Connection) -> Iterator[RowMapping]:
    return iter(connection.execute(ROWS, execution_options={"yield_per": 1000}).mappings())


def _fields(row: RowMapping) -> dict[str, Any]:
    fields = dict(row)
    del fields["hash"]
    return fields


ROWS = select(tables.audit).order_by(tables.audit.c.entry)
