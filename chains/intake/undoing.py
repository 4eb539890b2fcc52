"""A submission taken back: its rows as they were before it, as a submission of their own."""

from dataclasses import replace

import duckdb

from chains import schema
from chains.access import WHOLE_CITY, Scope
from chains.errors import StoreError, UsageError
from chains.intake import taken
from chains.intake.asked import Asked
from chains.intake.comparing import attached
from chains.intake.confirmation import Receipt, confirm
from chains.intake.judging import Progress
from chains.intake.scope import refuse_dataset
from chains.intake.submission import Submission, Upload, submitted
from chains.schema import Dataset
from chains.store import Store

FILE = "撤销提交{number:06d}.csv"
NAMED = 5


def prepare_undo(
    store: Store,
    submission_id: int,
    *,
    reach: Scope = WHOLE_CITY,
    progress: Progress | None = None,
) -> Submission:
    """What taking a submission back would change, held against the current edition.

    Raise StoreError where later submissions changed the same rows, or nothing of it is left.
    """
    dataset, edition = _ledger(store, submission_id)
    refuse_dataset(dataset, reach)
    numbers = {"before": edition - 1, "after": edition, "now": store.current()}
    with attached(store, **numbers) as connection:
        taken.find(connection, dataset, submission_id)
        _refuse_later(connection, dataset, submission_id)
        source, data = taken.read(connection, dataset, Asked(reach=reach))
    name = FILE.format(number=submission_id)
    found = submitted(store, Upload(name, data), source, progress)
    if found.difference is not None and found.difference.empty:
        raise StoreError(
            "Nothing of submission {number} is left to take back.", number=submission_id
        )
    return replace(found, undoes=submission_id, back=source, duplicate_of=None)


def undo(
    store: Store, submission_id: int, *, by: str, message: str = "", reach: Scope = WHOLE_CITY
) -> Receipt:
    """Take a submission back at once."""
    submission = prepare_undo(store, submission_id, reach=reach)
    return confirm(store, submission, by=by, message=message, reach=reach)


def _ledger(store: Store, number: int) -> tuple[Dataset, int]:
    """The dataset and the edition of a submission."""
    with store.reading() as edition:
        found = edition.connection.execute(
            "select dataset, edition from submission where submission_id = ?", [number]
        ).fetchall()
    if not found:
        raise UsageError("There is no submission {number}.", number=number)
    return schema.dataset(found[0][0]), int(found[0][1])


def _refuse_later(connection: duckdb.DuckDBPyConnection, dataset: Dataset, number: int) -> None:
    """Raise StoreError naming rows that are neither as the submission left them nor as before."""
    rows = taken.later(connection, dataset)
    if not rows:
        return
    since = {by for _, by in rows if by is not None} or {
        by
        for (by,) in connection.execute(
            "select submission_id from now.submission where dataset = ? and submission_id > ?",
            [dataset.name, number],
        ).fetchall()
    }
    raise StoreError(
        "Submission {number} cannot be taken back: {count} of its rows were changed since, by "
        "submission {later}: {rows}. Take that one back first, or send the right figures.",
        number=number,
        count=len(rows),
        later=", ".join(map(str, sorted(since))) or "?",
        rows=", ".join(key for key, _ in rows[:NAMED]) + ("…" if len(rows) > NAMED else ""),
    )
