"""The audit log: who did what, when, from where, and how it ended. It only grows."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, delete, func, insert, or_, select, update

from chains.errors import StateError, UsageError
from chains.state import tables
from chains.state.chain import END, START, Mark, Verdict, digest, mark, verify
from chains.state.clock import now
from chains.state.database import State

__all__ = ["OUTCOMES", "Entry", "Verdict", "prune", "record", "search", "verify"]

OUTCOMES = ("done", "refused", "failed")
LONGEST = {"detail": 20_000}  # characters
SHORT = 300

_table = tables.audit


@dataclass(frozen=True)
class Entry:
    """One entry; `at` is UTC without a zone."""

    entry: int
    at: datetime
    person: str
    title: str
    address: str
    action: str
    subject: str
    outcome: str
    detail: str
    hash: str


def record(
    db: State,
    *,
    person: str,
    title: str = "",
    address: str = "",
    action: str,
    subject: str = "",
    outcome: str = "done",
    detail: str = "",
) -> int:
    """Write an entry behind the last one; return its number. It is on the disk on return."""
    if outcome not in OUTCOMES:
        raise ValueError(outcome)
    texts = {
        "person": person,
        "title": title,
        "address": address,
        "action": action,
        "subject": subject,
        "outcome": outcome,
        "detail": detail,
    }
    with db.writing() as connection:
        last = mark(connection, END)
        fields = {name: _storable(name, text) for name, text in texts.items()}
        entry = {"entry": last.entry + 1, "at": now(), **fields}
        sealed = digest(entry, last.hash)
        connection.execute(insert(_table).values(**entry, hash=sealed))
        _move(connection, END, Mark(last.entry + 1, sealed))
    return last.entry + 1


def search(
    db: State,
    *,
    person: str | None = None,
    action: str | None = None,
    outcome: str | None = None,
    text: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    limit: int = 200,
    before: int | None = None,
) -> list[Entry]:
    """Entries, newest first; `text` is looked for anywhere; `until` and `before` are excluded."""
    wanted = select(_table).order_by(_table.c.entry.desc()).limit(limit)
    same = {"person": person, "action": action, "outcome": outcome}
    for name, value in same.items():
        if value is not None:
            wanted = wanted.where(_table.c[name] == _storable(name, value))
    wanted = _within(wanted, since, until, before)
    if text:
        looked = ("person", "title", "address", "action", "subject", "detail")
        part = _storable("detail", text)
        hits = (_table.c[name].icontains(part, autoescape=True) for name in looked)
        wanted = wanted.where(or_(*hits))
    with db.reading() as connection:
        return [Entry(**row) for row in connection.execute(wanted).mappings()]


def prune(db: State, days: int) -> int:
    """Take away the oldest entries, older than so many days; return how many. A broken log stays.

    The entries go from the front only, and an entry says that they went.
    """
    if days < 1:
        raise UsageError("The audit log is kept for one day at least.")
    if _boundary(db, days) == 0:
        return 0
    if (verdict := verify(db)).broken is not None:
        raise StateError(
            "The audit log does not hold at entry {entry}, so nothing of it is taken away.",
            entry=verdict.broken,
        )
    with db.writing() as connection:
        start = mark(connection, START)
        last = _boundary(db, days)
        seal = connection.scalar(select(_table.c.hash).where(_table.c.entry == last))
        _move(connection, START, Mark(last, str(seal)))
        gone = connection.execute(delete(_table).where(_table.c.entry <= last)).rowcount
        detail = f"{start.entry + 1}-{last}"
        record(db, person="chainboard", action="prune", subject="audit", detail=detail)
    return gone


def _boundary(db: State, days: int) -> int:
    """The last entry to go; 0 when none is old enough."""
    limit = now() - timedelta(days=days)
    with db.reading() as connection:
        old = select(func.min(_table.c.entry), func.max(_table.c.entry))
        first, last = connection.execute(old).one()
        kept = connection.scalar(select(func.min(_table.c.entry)).where(_table.c.at >= limit))
    if first is None or kept == first:
        return 0
    return int(last if kept is None else kept - 1)


def _within(
    wanted: Select[Any], since: datetime | None, until: datetime | None, before: int | None
) -> Select[Any]:
    if since is not None:
        wanted = wanted.where(_table.c.at >= since)
    if until is not None:
        wanted = wanted.where(_table.c.at < until)
    return wanted if before is None else wanted.where(_table.c.entry < before)


def _move(connection: Connection, name: str, to: Mark) -> None:
    here = tables.audit_mark.c.mark == name
    connection.execute(update(tables.audit_mark).where(here).values(entry=to.entry, hash=to.hash))


def _storable(name: str, text: str) -> str:
    """The text as both databases can keep it: no zero byte, no half characters, not endless."""
    limit = LONGEST.get(name, SHORT)
    cut = text if len(text) <= limit else text[: limit - 1] + "…"
    return cut.replace("\0", "\ufffd").encode("utf-8", errors="replace").decode("utf-8")
