"""What is to be sent to the office's webhook: kept until it was taken, or tried often enough."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, insert, select, update

from chains.state import tables
from chains.state.clock import now
from chains.state.database import State

WAITING, DONE, FAILED = "waiting", "done", "failed"
BACK_OFF = tuple(
    timedelta(minutes=minutes) for minutes in (1, 5, 30, 2 * 60, 6 * 60, 12 * 60, 24 * 60)
)  # after the first try, the second, ...; after the one behind the last it is given up
KEPT = timedelta(days=30)
SAID = 300  # characters

_table = tables.delivery


@dataclass(frozen=True)
class Delivery:
    """A body to send, and how often that was tried, this try included."""

    delivery: int
    edition: int
    body: str
    tries: int


def put(db: State, edition: int, body: str) -> int:
    """Have this sent as soon as can be; return its number."""
    with db.writing() as connection:
        number = int(connection.scalar(select(func.max(_table.c.delivery))) or 0) + 1
        connection.execute(
            insert(_table).values(
                delivery=number,
                edition=edition,
                body=body,
                tries=0,
                due_at=now(),
                outcome=WAITING,
                said="",
                made_at=now(),
            )
        )
    return number


def take(db: State) -> Delivery | None:
    """The next delivery that is due, for one try; whoever dies over it leaves it to a later one."""
    moment = now()
    due = select(_table).where(_table.c.due_at <= moment).order_by(_table.c.delivery).limit(1)
    with db.reading() as connection:
        if connection.execute(due).one_or_none() is None:
            return None  # most looks end here, and keep nobody from writing
    with db.writing() as connection:
        row = connection.execute(due).one_or_none()
        if row is None:
            return None
        later = moment + BACK_OFF[min(row.tries, len(BACK_OFF) - 1)]
        here = _table.c.delivery == row.delivery
        connection.execute(update(_table).where(here).values(tries=row.tries + 1, due_at=later))
    return Delivery(row.delivery, row.edition, row.body, row.tries + 1)


def settle(db: State, delivery: Delivery, *, taken: bool, said: str) -> str:
    """Write down what came of a try; return whether it is done, waits for the next, or failed."""
    outcome = DONE if taken else FAILED if delivery.tries > len(BACK_OFF) else WAITING
    values: dict[str, object] = {"outcome": outcome, "said": said[:SAID]}
    if outcome != WAITING:
        values["due_at"] = None
    with db.writing() as connection:
        here = _table.c.delivery == delivery.delivery
        connection.execute(update(_table).where(here).values(**values))
    return outcome


def states(db: State) -> list[tuple[int, int, int, str, str, datetime | None]]:
    """Number, edition, tries, outcome, what was said last, next try (UTC); the oldest first."""
    names = ("delivery", "edition", "tries", "outcome", "said", "due_at")
    wanted = select(*(_table.c[name] for name in names)).order_by(_table.c.delivery)
    with db.reading() as connection:
        return [
            (row.delivery, row.edition, row.tries, row.outcome, row.said, row.due_at)
            for row in connection.execute(wanted)
        ]


def sweep(db: State) -> int:
    """Forget what was settled a month ago, but for the newest; return how many."""
    newest = select(func.max(_table.c.delivery)).scalar_subquery()
    old = (_table.c.due_at.is_(None), _table.c.made_at < now() - KEPT, _table.c.delivery < newest)
    with db.writing() as connection:
        return int(connection.execute(delete(_table).where(*old)).rowcount)
