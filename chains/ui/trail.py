"""What the pages write into the audit log: who did what, from where, and how it ended."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from chains import state
from chains.access import Person
from chains.errors import ChainsError


@dataclass(frozen=True)
class Actor:
    """A person who acts, and the address they act from."""

    person: Person
    address: str


@dataclass
class Note:
    """What an entry will say of a piece of work: on what, how it ended, and with which numbers."""

    subject: str = ""
    outcome: str = "done"
    detail: str = ""


def write(actor: Actor, action: str, note: Note) -> None:
    """Write one entry."""
    state.audit.record(
        state.in_force(),
        person=actor.person.name,
        title=actor.person.title,
        address=actor.address,
        action=action,
        subject=note.subject,
        outcome=note.outcome,
        detail=note.detail,
    )


@contextmanager
def recorded(actor: Actor, action: str, subject: str = "", detail: str = "") -> Iterator[Note]:
    """A piece of work that ends as one entry; where that cannot be written, the work has failed."""
    note = Note(subject, detail=detail)
    try:
        yield note
    except BaseException as error:
        note.outcome = "refused" if isinstance(error, ChainsError) else "failed"
        write(actor, action, note)
        raise
    write(actor, action, note)
