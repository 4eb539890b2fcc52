"""A file judged and published by whoever is signed in, each step written into the audit log."""

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from chains import intake, log, meter, state
from chains.access import Person
from chains.errors import ChainsError, StateError
from chains.intake import Asked, Receipt, Submission, confirm
from chains.intake.words import plain
from chains.schema import Dataset
from chains.ui import person, session, trail, turns
from chains.ui.trail import Actor, Note

NOTICE = "upload_notice"

Progress = Callable[[float, str], object]


def judge(
    target: Dataset,
    name: str,
    data: bytes,
    progress: Progress | None = None,
    asked: Asked | None = None,
) -> Submission:
    """The file held against the current edition and what the person may change; written down.

    Columns are read as the person confirmed them before, unless asked otherwise now.
    """
    actor = person.need("upload", target.name)
    known = _remembered(actor.person, target)
    wanted = replace(asked or Asked(), reach=actor.person.reach)
    wanted = replace(wanted, columns={**known, **wanted.columns})
    with trail.recorded(actor, "upload", target.name, name) as note, meter.upload(), turns.aside():
        found = intake.judged(session.store(), target, intake.Upload(name, data), wanted, progress)
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
    _tell(actor, submission, receipt)
    return receipt


def _tell(actor: Actor, submission: Submission, receipt: Receipt) -> None:
    """Write down what was published; it is done, and so not shown as failed, if that fails."""
    detail = f"edition {receipt.edition}, submission {receipt.submission_id}"
    try:
        trail.write(actor, "publish", Note(receipt.dataset, detail=detail))
        _remember(actor.person, submission)
    except Exception as error:  # noqa: BLE001  the publish stands, whatever became of the entry
        st.session_state[NOTICE] = StateError(
            "The data is published, but the audit log could not be written. "
            "Give the number {reference} to your administrator.",
            reference=log.bug(error),
        )


def _remembered(one: Person, target: Dataset) -> dict[str, str]:
    """What the person said of columns before; in an open city everybody is one person."""
    if person.is_open():
        return {}
    return state.mappings.of(state.in_force(), one.name, target.name)


def _remember(one: Person, submission: Submission) -> None:
    """Keep what was confirmed of the columns: guesses that were let stand, and choices."""
    if person.is_open():
        return
    told = {
        plain(column.title): column.field.name
        for column in submission.columns
        if column.how in {"guess", "chosen"}
    }
    ignored = {plain(title) for title in submission.ignored_columns}
    left = {title: "" for title, field in submission.asked.columns.items() if not field}
    kept = told | {title: field for title, field in left.items() if title in ignored}
    state.mappings.confirm(state.in_force(), one.name, submission.dataset.name, kept)
