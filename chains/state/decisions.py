"""What was decided on proposed links between firms: taken up or set aside, by whom and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, insert, or_, select

from chains.state import tables
from chains.state.clock import now
from chains.state.database import State

ACCEPTED, DISMISSED = "accepted", "dismissed"
BATCH = 100  # links that one statement names

Link = tuple[str, str, str]  # buyer, product, supplier

_table = tables.decision


@dataclass(frozen=True)
class Decision:
    """What somebody decided on a link, and when."""

    decision: str
    person: str
    title: str
    note: str
    decided_at: datetime


def decide(
    db: State, links: Iterable[Link], decision: str, *, person: str, title: str, note: str = ""
) -> None:
    """Remember one decision on these links; it replaces what was decided on them before."""
    if decision not in (ACCEPTED, DISMISSED):
        raise ValueError(decision)
    said = {"decision": decision, "person": person, "title": title, "note": note}
    wanted = list(dict.fromkeys(links))
    rows = [
        dict(zip(("buyer", "product", "supplier"), link, strict=True)) | said for link in wanted
    ]
    if not rows:
        return
    with db.writing() as connection:
        take_back(db, wanted)
        connection.execute(insert(_table).values(decided_at=now()), rows)


def take_back(db: State, links: Iterable[Link]) -> int:
    """Forget what was decided on these links; return on how many something was."""
    wanted = list(dict.fromkeys(links))
    gone = 0
    with db.writing() as connection:
        for start in range(0, len(wanted), BATCH):
            these = or_(*(_is(link) for link in wanted[start : start + BATCH]))
            gone += int(connection.execute(delete(_table).where(these)).rowcount)
    return gone


def every(db: State) -> dict[Link, Decision]:
    """All that was decided, by link."""
    with db.reading() as connection:
        rows = connection.execute(select(_table)).all()
    return {
        (row.buyer, row.product, row.supplier): Decision(
            row.decision, row.person, row.title, row.note, row.decided_at
        )
        for row in rows
    }


def _is(link: Link) -> ColumnElement[bool]:
    buyer, product, supplier = link
    return and_(_table.c.buyer == buyer, _table.c.product == product, _table.c.supplier == supplier)
