"""Sessions: who is signed in. The token is in the person's cookie, its digest alone in here."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, insert, or_, select, update

from chains import settings
from chains.access import Person
from chains.errors import UsageError
from chains.state import tables, tokens
from chains.state.account_rows import COLUMNS, Account, of_row
from chains.state.accounts import by_number
from chains.state.clock import now
from chains.state.database import State

TOUCH = timedelta(seconds=20)  # a later click is written down, an earlier one is not

_table = tables.session
_BY_DIGEST = (
    select(*COLUMNS, _table.c.started_at, _table.c.seen_at)
    .join_from(tables.account, _table)
    .where(_table.c.digest == bindparam("digest"))
)


@dataclass(frozen=True)
class Session:
    """Somebody signed in; `csrf` is what this session's forms carry, times are UTC."""

    account: Account
    csrf: str
    started_at: datetime
    seen_at: datetime

    @property
    def person(self) -> Person:
        """The person who is signed in."""
        return self.account.person


def start(db: State, account: int, address: str) -> str:
    """Sign somebody in who has proved who they are; return the token for their cookie."""
    token = tokens.new()
    moment = now()
    with db.writing() as connection:
        found = by_number(db, account)
        if found is None or found.disabled:
            raise UsageError("There is no account {account}.", account=account)
        connection.execute(
            insert(_table).values(
                digest=tokens.digest(token),
                account=account,
                address=address[:100],
                started_at=moment,
                seen_at=moment,
            )
        )
    return token


def person(db: State, token: str, *, touch: bool) -> Session | None:
    """Whose token this is; None when unknown, idle too long, too old, or the account disabled."""
    digest = tokens.digest(token)
    with db.reading() as connection:
        row = connection.execute(_BY_DIGEST, {"digest": digest}).mappings().one_or_none()
    moment = now()
    if row is None or row["disabled"] or _over(row["started_at"], row["seen_at"], moment):
        return None
    if touch and moment - row["seen_at"] > TOUCH:
        with db.writing() as connection:
            connection.execute(
                update(_table).where(_table.c.digest == digest).values(seen_at=moment)
            )
    return Session(of_row(row), tokens.csrf(token), row["started_at"], row["seen_at"])


def end(db: State, token: str) -> None:
    """Sign out."""
    with db.writing() as connection:
        connection.execute(delete(_table).where(_table.c.digest == tokens.digest(token)))


def end_all(db: State, account: int) -> int:
    """Sign out everywhere; return from how many sessions."""
    with db.writing() as connection:
        return connection.execute(delete(_table).where(_table.c.account == account)).rowcount


def sweep(db: State) -> int:
    """Forget the sessions that are over; return how many."""
    moment = now()
    idle, age = _limits()
    gone = or_(_table.c.seen_at < moment - idle, _table.c.started_at < moment - age)
    with db.writing() as connection:
        return connection.execute(delete(_table).where(gone)).rowcount


def _limits() -> tuple[timedelta, timedelta]:
    idle = timedelta(minutes=settings.number("idle_minutes"))
    return idle, timedelta(hours=settings.number("session_hours"))


def _over(started_at: datetime, seen_at: datetime, moment: datetime) -> bool:
    idle, age = _limits()
    return moment - seen_at > idle or moment - started_at > age
