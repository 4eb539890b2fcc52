"""Lights that turned, edition by edition, each once; and who has read of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select

from chains.state import tables
from chains.state.clock import now
from chains.state.database import State

KINDS = ("level", "chain", "county", "project")
BATCH = 500  # alerts that one statement names

_done, _alert, _read = tables.alert_edition, tables.alert, tables.alert_read


@dataclass(frozen=True)
class Turn:
    """A light that is another than in the edition before; `told` is JSON: names, figures, words."""

    kind: str
    subject: str
    chain: str
    light_before: str
    light_after: str
    cause: str
    told: dict[str, Any]


@dataclass(frozen=True)
class Alert:
    """A turn as it is kept: its number and edition, when it was found (UTC), whether it is read."""

    alert: int
    edition: int
    kind: str
    subject: str
    chain: str
    light_before: str
    light_after: str
    cause: str
    told: dict[str, Any]
    made_at: datetime
    read: bool


def compared(db: State) -> dict[int, datetime]:
    """Edition -> when it was made, of every edition that was compared with the one before it."""
    with db.reading() as connection:
        rows = connection.execute(select(_done.c.edition, _done.c.made_at)).all()
    return {row.edition: row.made_at for row in rows}


def keep(
    db: State, edition: int, made_at: datetime, before: int | None, turns: Sequence[Turn]
) -> list[int] | None:
    """Keep what an edition turned, all or nothing; the alerts' numbers, None where it was kept.

    An edition of the same number that was made at another time belonged to a store that is gone:
    its alerts, and those of later ones, give way. The last turn has the highest number.
    """
    with db.writing() as connection:
        here = select(_done.c.made_at).where(_done.c.edition == edition)
        known = connection.scalar(here)
        if known == made_at:
            return None
        if known is not None:
            _forget(connection, _done.c.edition >= edition)
        moment = now()
        connection.execute(
            insert(_done).values(
                edition=edition, made_at=made_at, before=before, compared_at=moment
            )
        )
        start = int(connection.scalar(select(func.max(_alert.c.alert))) or 0) + 1
        rows = [
            {"alert": number, "edition": edition, "made_at": moment, **vars(turn)}
            for number, turn in enumerate(turns, start)
        ]
        if rows:
            connection.execute(insert(_alert), rows)
    return [row["alert"] for row in rows]


def forget_after(db: State, edition: int) -> int:
    """Let go of later editions, which a store put back by hand no longer has; return how many."""
    later = _done.c.edition > edition
    with db.writing() as connection:
        count = connection.scalar(select(func.count()).select_from(_done).where(later))
        _forget(connection, later)
    return int(count or 0)


def of_numbers(db: State, numbers: Sequence[int]) -> list[Alert]:
    """These alerts, newest first, as nobody has read them."""
    if not numbers:
        return []
    return newest(db, "", limit=len(numbers), since=min(numbers), until=max(numbers))


def newest(
    db: State,
    person: str,
    *,
    kind: str | None = None,
    chain: str | None = None,
    unread: bool = False,
    limit: int = 100,
    since: int = 0,
    until: int | None = None,
) -> list[Alert]:
    """Alerts as this person stands to them, newest first."""
    wanted = (
        select(_alert, _read.c.alert.is_not(None).label("read"))
        .outerjoin(_read, (_read.c.alert == _alert.c.alert) & (_read.c.person == person))
        .where(_alert.c.alert >= since, *_chosen(kind, chain))
        .order_by(_alert.c.edition.desc(), _alert.c.alert.desc())
        .limit(limit)
    )
    if unread:
        wanted = wanted.where(_read.c.alert.is_(None))
    if until is not None:
        wanted = wanted.where(_alert.c.alert <= until)
    with db.reading() as connection:
        return [Alert(**row) for row in connection.execute(wanted).mappings()]


def unread(db: State, person: str) -> int:
    """How many alerts the person has not read."""
    every = select(func.count()).select_from(_alert).scalar_subquery()
    mine = select(func.count()).select_from(_read).where(_read.c.person == person)
    with db.reading() as connection:
        return int(connection.scalar(select(every - mine.scalar_subquery())) or 0)


def mark(db: State, person: str, alerts: Iterable[int]) -> int:
    """The person has read these; return how many were news."""
    with db.writing() as connection:
        return _mark(connection, person, _alert.c.alert.in_(list(alerts)))


def mark_all(
    db: State, person: str, *, until: int, kind: str | None = None, chain: str | None = None
) -> int:
    """The person has read every alert up to this number, or those of a kind or a chain."""
    with db.writing() as connection:
        return _mark(connection, person, _alert.c.alert <= until, *_chosen(kind, chain))


def _mark(connection: Connection, person: str, *which: ColumnElement[bool]) -> int:
    known = select(_read.c.alert).where(_read.c.person == person)
    fresh = select(_alert.c.alert).where(*which, _alert.c.alert.not_in(known))
    numbers = connection.scalars(fresh).all()
    moment = now()
    rows = [{"person": person, "alert": number, "read_at": moment} for number in numbers]
    for start in range(0, len(rows), BATCH):
        connection.execute(insert(_read), rows[start : start + BATCH])
    return len(rows)


def _chosen(kind: str | None, chain: str | None) -> list[ColumnElement[bool]]:
    wanted = {_alert.c.kind: kind, _alert.c.chain: chain}
    return [column == value for column, value in wanted.items() if value is not None]


def _forget(connection: Connection, which: ColumnElement[bool]) -> None:
    gone = select(_done.c.edition).where(which)
    alerts = select(_alert.c.alert).where(_alert.c.edition.in_(gone))
    connection.execute(delete(_read).where(_read.c.alert.in_(alerts)))
    connection.execute(delete(_alert).where(_alert.c.edition.in_(gone)))
    connection.execute(delete(_done).where(which))
