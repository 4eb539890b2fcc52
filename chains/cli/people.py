"""Who runs a command, whether they may, and the entry in the audit log that says they did."""

import getpass
import os
from argparse import Namespace
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from chains import access, settings
from chains.access import Person
from chains.errors import AccessRefused, ChainsError, UsageError

if TYPE_CHECKING:
    from chains.state import State

ADDRESS = "console"
ACTIONS: Mapping[str, str] = MappingProxyType(
    {
        "audit": "audit",
        "backup": "operate",
        "check": "upload",
        "demo": "operate",
        "derive": "operate",
        "dispatch": "see",
        "doctor": "operate",
        "editions": "see",
        "editions restore": "restore",
        "facts": "see",
        "graph": "see",
        "query": "query",
        "rank": "see",
        "restore": "operate",
        "rule": "see",
        "rule set": "rules",
        "serve": "operate",
        "shock": "see",
        "submit": "upload",
        "templates": "upload",
        "undo": "upload",
        "upgrade": "operate",
        "user": "accounts",
        "verify": "operate",
        "wheels": "operate",
    }
)


@dataclass
class Note:
    """What an entry of the audit log will say of a piece of work when it is over."""

    subject: str = ""
    outcome: str = "done"
    detail: str = ""


def action(given: Namespace) -> str:
    """The action of `access.ACTIONS` that the command is."""
    return ACTIONS.get(f"{given.command} {given.action}") or ACTIONS[given.command]


def person(given: Namespace) -> Person:
    """Whoever runs the command.

    Without --by it is the computer's user, who holds the files and so every key. With --by it is
    the account of that name, with its roles; where everybody may come in, any name will do.
    """
    if given.by is None:
        return access.console(_user())
    from chains.state import accounts  # slow to import, and most commands need none

    account = accounts.find(database(), given.by)
    if account is not None and account.disabled:
        raise ChainsError("The account {name} is disabled.", name=account.name)
    if account is not None:
        found: Person = account.person
        return found
    if settings.get("access") not in {"", "open"}:
        raise UsageError("There is no account {name}.", name=given.by)
    return Person(given.by, given.by, frozenset(access.ROLES), access.WHOLE_CITY)


def admit(given: Namespace) -> Person:
    """Whoever runs the command, if they may; a refusal is written to the audit log."""
    one = person(given)
    try:
        access.need(one, action(given))
    except AccessRefused:
        words = " ".join(filter(None, (given.command, given.action)))
        record(one, action(given), Note(words, "refused"))
        raise
    return one


def database() -> "State":
    """The state database of the store in force."""
    from chains import state

    return state.in_force()


def record(one: Person, did: str, note: Note) -> None:
    """Write one entry of the audit log."""
    from chains.state import audit

    audit.record(
        database(),
        person=one.name,
        title=one.title,
        address=ADDRESS,
        action=did,
        subject=note.subject,
        outcome=note.outcome,
        detail=note.detail,
    )


@contextmanager
def recorded(one: Person, did: str, subject: str = "") -> Iterator[Note]:
    """A piece of work that ends as one entry of the audit log, whatever becomes of it.

    Nothing is begun where the log cannot be reached.
    """
    database()
    note = Note(subject)
    try:
        yield note
    except Exception as error:
        note.outcome = "refused" if isinstance(error, ChainsError) else "failed"
        record(one, did, note)
        raise
    record(one, did, note)


def _user() -> str:
    """Who is signed in to this computer; a container's user may have no name but a number."""
    try:
        return getpass.getuser()
    except (ImportError, OSError, KeyError):
        return str(os.getuid()) if hasattr(os, "getuid") else "unknown"
