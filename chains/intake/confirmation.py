"""A submission taken: published in one step on the current edition, or refused whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb

from chains.access import WHOLE_CITY, Scope
from chains.errors import N_, StoreError
from chains.intake.check import check, outside
from chains.intake.difference import Counts, compare, upsert
from chains.intake.fault import Fault, errors
from chains.intake.scope import refuse_dataset
from chains.intake.stage import stage
from chains.intake.submission import Progress, Submission, tell
from chains.intake.table import Table, read
from chains.store import Store

KIND = "提交"


@dataclass(frozen=True)
class Receipt:
    """What was published, as the edition itself records it; `dataset` is its name."""

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


@dataclass(frozen=True)
class Signature:
    """Who submits, with which words, and what that person may change."""

    by: str
    message: str
    reach: Scope


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

    Every row is held against the reach once more, inside the transaction.
    """
    _refuse(submission, by)
    refuse_dataset(submission.dataset, reach)
    tell(progress, 0.1, N_("Reading the file"))
    asked = submission.asked
    table = read(submission.data, submission.dataset, sheet=asked.sheet, columns=asked.columns)
    store.keep(submission.data)
    tell(progress, 0.4, N_("Publishing"))
    signature = Signature(by.strip(), message, reach)
    edition = store.publish(
        lambda connection: _replay(connection, submission, table, signature),
        by=signature.by,
        kind=KIND,
        message=message,
    )
    tell(progress, 1.0, N_("Done"))
    return _receipt(store, edition)


def _refuse(submission: Submission, by: str) -> None:
    """What can be refused without looking at the store."""
    if not by.strip():
        raise StoreError("Say who submits this file.")
    if submission.difference is None:
        raise StoreError(
            "The file has {count} faults and was not taken. Correct them and upload it again.",
            count=len(errors(submission.faults)),
        )
    if submission.difference.empty:
        raise _nothing_new(submission.base)


def _replay(
    connection: duckdb.DuckDBPyConnection,
    submission: Submission,
    table: Table,
    signed: Signature,
) -> None:
    """Put the rows into the candidate, unless what was shown is no longer what would happen."""
    dataset = submission.dataset
    stage(connection, dataset, table)
    _refuse_outside(outside(connection, dataset, table.header, signed.reach))
    edition = connection.execute("select max(edition) from edition").fetchall()[0][0]
    counts = compare(connection, dataset, table.header)
    if counts.added + counts.changed == 0:
        raise _nothing_new(edition - 1)
    if not _still(connection, submission, table, counts, edition - 1):
        raise StoreError(
            "The data changed since you looked: edition {edition} came in between and touches "
            "the same rows. Look at the difference again, then confirm it.",
            edition=edition - 1,
        )
    number = _record(connection, submission, counts, edition, signed)
    upsert(connection, dataset, table.header, number)


def _refuse_outside(faults: Sequence[Fault]) -> None:
    if faults:
        raise StoreError(
            "Row {row} of the file is not yours to change. Nothing was changed; upload the file "
            "again to see why.",
            row=faults[0].row,
        )


def _still(
    connection: duckdb.DuckDBPyConnection,
    submission: Submission,
    table: Table,
    counts: Counts,
    current: int,
) -> bool:
    """Whether the same rows would change in the same way, and are still without errors."""
    shown = submission.difference
    if shown is None or counts.digest != shown.digest:
        return False
    if current == submission.base:
        return True
    return not errors(check(connection, submission.dataset, table.header))


def _record(
    connection: duckdb.DuckDBPyConnection,
    submission: Submission,
    counts: Counts,
    edition: int,
    signed: Signature,
) -> int:
    """Write the row of `submission`, signed; return its number."""
    last = connection.execute("select coalesce(max(submission_id), 0) from submission").fetchall()
    number = int(last[0][0]) + 1
    connection.execute(
        "insert into submission values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            number,
            edition,
            submission.dataset.name,
            submission.file_name,
            submission.sha256,
            datetime.now().replace(microsecond=0),
            signed.by,
            signed.message or None,
            counts.added,
            counts.changed,
            counts.same,
        ],
    )
    return number


def _receipt(store: Store, edition: int) -> Receipt:
    with store.reading(edition) as opened:
        row = opened.connection.execute(
            """select submission_id, edition, dataset, rows_added, rows_changed, rows_same,
                      file_name, sha256, submitted_at
            from submission where edition = $edition""",
            {"edition": edition},
        ).fetchall()[0]
    return Receipt(*row)


def _nothing_new(edition: int) -> StoreError:
    return StoreError(
        "This file changes nothing: all of it is already in edition {edition}.", edition=edition
    )
