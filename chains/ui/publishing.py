"""A file judged and published by whoever is signed in, each step written into the audit log."""

from collections.abc import Callable

import streamlit as st

from chains import log, meter
from chains.access import Person
from chains.errors import ChainsError, StateError
from chains.intake import Receipt, Submission, confirm, prepare
from chains.schema import Dataset
from chains.ui import person, session, trail, turns
from chains.ui.trail import Actor, Note

NOTICE = "upload_notice"


def judge(
    target: Dataset, name: str, data: bytes, progress: Callable[[float, str], object] | None = None
) -> Submission:
    """The file held against the current edition and what the person may change; written down."""
    actor = person.need("upload", target.name)
    with trail.recorded(actor, "upload", target.name, name) as note, meter.upload(), turns.aside():
        found = prepare(session.store(), target, name, data, progress, reach=actor.person.reach)
        errors = sum(fault.severity == "error" for fault in found.faults)
        note.outcome = "done" if found.accepted else "refused"
        note.detail = f"{found.file_name}: {found.rows} rows, {errors} faults"
    return found


def signature(one: Person) -> str:
    """How a person stands under a submission: title and login name."""
    return one.title if one.title == one.name else f"{one.title} ({one.name})"


def publish(submission: Submission, by: str, message: str) -> Receipt:
    """The receipt of a publish by whoever is signed in, which in an open city is `by`.

    An entry goes before, so that nothing is published where none can be written, and one after.
    """
    subject = submission.dataset.name
    actor = person.need("upload", subject)
    signed = by if person.is_open() else signature(actor.person)
    trail.write(actor, "confirm", Note(subject, detail=submission.file_name))
    try:
        with meter.upload(), turns.aside():
            receipt = confirm(
                session.store(),
                submission,
                by=signed,
                message=message,
                reach=actor.person.reach,
            )
    except BaseException as error:
        outcome = "refused" if isinstance(error, ChainsError) else "failed"
        trail.write(actor, "publish", Note(subject, outcome, submission.file_name))
        raise
    _tell(actor, receipt)
    return receipt


def _tell(actor: Actor, receipt: Receipt) -> None:
    """Write down what was published; it is done, and so not shown as failed, if that fails."""
    detail = f"edition {receipt.edition}, submission {receipt.submission_id}"
    try:
        trail.write(actor, "publish", Note(receipt.dataset, detail=detail))
    except Exception as error:  # noqa: BLE001  the publish stands, whatever became of the entry
        st.session_state[NOTICE] = StateError(
            "The data is published, but the audit log could not be written. "
            "Give the number {reference} to your administrator.",
            reference=log.bug(error),
        )
