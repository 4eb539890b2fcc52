"""The first administrator: made when there is none, and let in by a link that works once."""

from itertools import count

from chains import state
from chains.access import ADMINISTRATOR
from chains.state import State
from chains.state.accounts import Account

LINK = "/sign-in/first?ticket="


def first_administrator(db: State) -> str | None:
    """The path of a one-time link while no administrator has a way in, else None."""
    administrators = [one for one in state.accounts.every(db) if one.administers]
    if any(one.password or one.subject for one in administrators):
        return None
    account = administrators[0] if administrators else _make(db)
    ticket = state.tickets.issue(db, account.account)
    state.audit.record(db, person="chainboard", action="link", subject=account.name)
    return LINK + ticket


def _make(db: State) -> Account:
    """An administrator under the first name that is free: admin, admin2, admin3 and so on."""
    names = ("admin" if number == 1 else f"admin{number}" for number in count(1))
    name = next(name for name in names if state.accounts.find(db, name) is None)
    account = state.accounts.create(db, name=name, title=name, roles=frozenset({ADMINISTRATOR}))
    state.audit.record(db, person="chainboard", action="account", subject=name, detail="first")
    return account
