"""Links that let somebody in once, to choose a password."""

from datetime import timedelta

from sqlalchemy import delete, insert, or_, select

from chains.state import tables, tokens
from chains.state.accounts import Account, by_number
from chains.state.clock import now
from chains.state.database import State

_table = tables.ticket


def issue(db: State, account: int, *, hours: float = 24) -> str:
    """A new link's token; the account's earlier links no longer work."""
    token = tokens.new()
    with db.writing() as connection:
        over = or_(_table.c.account == account, _table.c.ends_at < now())
        connection.execute(delete(_table).where(over))
        ends_at = now() + timedelta(hours=hours)
        connection.execute(
            insert(_table).values(digest=tokens.digest(token), account=account, ends_at=ends_at)
        )
    return token


def redeem(db: State, token: str) -> Account | None:
    """Whose link this is, the first time it is asked; None ever after, or when it is too late."""
    here = _table.c.digest == tokens.digest(token)
    with db.writing() as connection:
        row = connection.execute(select(_table).where(here)).one_or_none()
        if row is None:
            return None
        connection.execute(delete(_table).where(here))
        found = by_number(db, row.account)
    late = row.ends_at < now()
    return None if late or found is None or found.disabled else found
