"""A submission taken: published in one step on the current edition, or refused whole."""

from dataclasses import dataclass, replace
from datetime import datetime

from chains.access import WHOLE_CITY, Scope
from chains.errors import N_, StoreError
from chains.intake.fault import errors
from chains.intake.judging import Progress, Source, tell
from chains.intake.merging import Signature, nothing_new, put
from chains.intake.scope import refuse_dataset
from chains.intake.submission import Submission, Upload, source_of, submitted
from chains.store import Store

KIND, UNDO = "提交", "撤销"


@dataclass(frozen=True)
class Receipt:
    """What was published, as the edition itself records it; `dataset` is its name.

    `left_out` are the rows of the file that a partial submission did not take.
    """

    submission_id: int
    edition: int
    dataset: str
    added: int
    changed: int
    same: int
    file_name: str
    sha256: str
    submitted_at: datetime
    removed: int = 0
    left_out: tuple[int, ...] = ()


def confirm(
    store: Store,
    submission: Submission,
    *,
    by: str,
    message: str = "",
    progress: Progress | None = None,
    reach: Scope = WHOLE_CITY,
    partial: bool = False,
) -> Receipt:
    """Publish a submission on the current edition; raise StoreError where that is not to be.

    Every row is held against the reach once more, inside the transaction. `partial` takes the
    good rows of a file that was refused, as they are now.
    """
    refuse(submission, by, partial=partial)
    refuse_dataset(submission.dataset, reach)
    tell(progress, 0.1, N_("Reading the file"))
    source = source_of(submission)
    if partial and submission.difference is None:
        submission, source = _in_part(store, submission, source)
        refuse(submission, by)
    store.keep(submission.data)
    tell(progress, 0.4, N_("Publishing"))
    signature = Signature(by.strip(), _worded(submission, message), reach)
    edition = store.publish(
        lambda connection: put(connection, submission, source, signature),
        by=signature.by,
        kind=kind_of(submission),
        message=signature.message,
    )
    tell(progress, 1.0, N_("Done"))
    return _receipt(store, edition, submission)


def kind_of(submission: Submission) -> str:
    """What the edition is said to come from."""
    return KIND if submission.undoes is None else UNDO


def _worded(submission: Submission, message: str) -> str:
    """The message, which for an undo begins with what it takes back."""
    if submission.undoes is None:
        return message
    return "：".join(filter(None, (f"{UNDO}{KIND} {submission.undoes}", message)))


def _in_part(store: Store, submission: Submission, source: Source) -> tuple[Submission, Source]:
    """The good rows of a submission that was refused."""
    good = replace(source, asked=replace(source.asked, partial=True, withdraw=False))
    return submitted(store, Upload(submission.file_name, submission.data), good), good


def refuse(submission: Submission, by: str, *, partial: bool = False) -> None:
    """What can be refused without looking at the store."""
    if not by.strip():
        raise StoreError("Say who submits this file.")
    if submission.difference is None:
        if partial:
            return
        raise StoreError(
            "The file has {count} faults and was not taken. Correct them and upload it again.",
            count=len(errors(submission.faults)),
        )
    if submission.difference.empty:
        raise nothing_new(submission.base)


def _receipt(store: Store, edition: int, submission: Submission) -> Receipt:
    with store.reading(edition) as opened:
        row = opened.connection.execute(
            """select submission_id, edition, dataset, rows_added, rows_changed, rows_same,
                      file_name, sha256, submitted_at, coalesce(rows_removed, 0)
            from submission where edition = $edition""",
            {"edition": edition},
        ).fetchall()[0]
    return replace(Receipt(*row), left_out=submission.left_out)
