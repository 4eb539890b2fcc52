"""The address of each person's feed: its token is told once, its digest alone is kept."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update

from chains.access import Person
from chains.state import tables, tokens
from chains.state.accounts import by_number
from chains.state.clock import now
from chains.state.database import State

TOUCH = timedelta(hours=1)  # a later reading is written down, an earlier one is not

_table = tables.feed


@dataclass(frozen=True)
class Feed:
    """A feed: whose, since when, when it was last read (UTC); None as account is a visitor."""

    person: str
    account: int | None
    made_at: datetime
    asked_at: datetime | None


def make(db: State, person: Person) -> str:
    """A new address's token; the person's earlier one no longer works."""
    token = tokens.new()
    with db.writing() as connection:
        end(db, person.name)
        connection.execute(
            insert(_table).values(
                digest=tokens.digest(token),
                person=person.name,
                account=person.account,
                made_at=now(),
            )
        )
    return token


def end(db: State, person: str) -> bool:
    """Revoke the person's address; return whether there was one."""
    with db.writing() as connection:
        return bool(connection.execute(delete(_table).where(_table.c.person == person)).rowcount)


def of(db: State, person: str) -> Feed | None:
    """The person's feed, if there is one."""
    with db.reading() as connection:
        row = connection.execute(select(_table).where(_table.c.person == person)).one_or_none()
    return Feed(row.person, row.account, row.made_at, row.asked_at) if row else None


def whose(db: State, token: str) -> Feed | None:
    """The feed that this token opens; None where it is unknown, revoked, or its account closed."""
    here = _table.c.digest == tokens.digest(token)
    with db.reading() as connection:
        row = connection.execute(select(_table).where(here)).one_or_none()
        if row is None:
            return None
        account = by_number(db, row.account) if row.account is not None else None
    if row.account is not None and (account is None or account.disabled):
        return None
    if row.asked_at is None or now() - row.asked_at > TOUCH:
        with db.writing() as connection:
            connection.execute(update(_table).where(here).values(asked_at=now()))
    return Feed(row.person, row.account, row.made_at, row.asked_at)
