"""A submission put into the next edition, inside its transaction: for good, or as a candidate."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb

from chains.access import WHOLE_CITY, Scope
from chains.errors import StoreError
from chains.intake.check import check
from chains.intake.difference import Counts, Difference, compare, upsert
from chains.intake.fault import Fault, errors
from chains.intake.judging import Source, keep_good, lay, lay_typed, speak, still_referred
from chains.intake.submission import Submission
from chains.intake.taken import sign_as_before

NAMED = 5


@dataclass(frozen=True)
class Signature:
    """Who submits, with which words, and what that person may change."""

    by: str
    message: str
    reach: Scope = WHOLE_CITY


def put(
    connection: duckdb.DuckDBPyConnection,
    submission: Submission,
    source: Source,
    signed: Signature,
) -> None:
    """Put the rows in, unless what was shown is no longer what would happen: StoreError."""
    edition = connection.execute("select max(edition) from edition").fetchall()[0][0]
    shown, moved = submission.difference, edition - 1 != submission.base
    typed = None if moved else submission.typed
    if typed is None:
        _refuse_outside(lay(connection, source, signed.reach))
    else:
        _refuse_outside(lay_typed(connection, source, typed, signed.reach))
    counts = _all_new(shown) if shown and typed is not None else None
    if counts is None and _sound(connection, source, moved=moved):
        counts = compare(connection, source.dataset, source.table.header)
    if counts is not None and counts.empty:
        raise nothing_new(edition - 1)
    if counts is None or shown is None or counts.digest != shown.digest:
        raise _changed_since(connection, source, submission.base, edition - 1)
    number = _record(connection, submission, counts, edition, signed)
    upsert(connection, source.dataset, source.table.header, counts, number)
    if source.exact is not None:
        sign_as_before(connection, source.dataset, source.exact, number)


def _all_new(shown: Difference) -> Counts | None:
    """What was shown, where every row is new: no second comparison finds more, or picks a row."""
    if shown.changed or shown.same or shown.removed:
        return None
    return Counts(shown.added, 0, 0, shown.digest)


def _changed_since(
    connection: duckdb.DuckDBPyConnection, source: Source, base: int, edition: int
) -> StoreError:
    """What is said where other submissions changed the same rows, with the first of them."""
    dataset = source.dataset
    same = " and ".join(f"s.{name} = b.{name}" for name in dataset.key)
    found = connection.execute(
        f"""select s.source_row, b.submission_id
        from staged s join {dataset.name} b on {same}
        where b.submission_id in (select submission_id from submission where edition > ?)
        order by s.source_row""",
        [base],
    ).fetchall()
    if not found:  # rows were taken out, or what is referred to was changed
        return StoreError(
            "The data changed since you looked: edition {edition} came in between and touches "
            "the same rows. Look at the difference again, then confirm it.",
            edition=edition,
        )
    return StoreError(
        "The data changed since you looked: edition {edition} came in between, and submission "
        "{others} changed {count} of the same rows (row {rows} of your file). Look at the "
        "difference again, then confirm it.",
        edition=edition,
        others=", ".join(str(number) for number in sorted({by for _, by in found})),
        count=len(found),
        rows=", ".join(str(row) for row, _ in found[:NAMED]) + ("…" if len(found) > NAMED else ""),
    )


def nothing_new(edition: int) -> StoreError:
    """What is said of a file that is in the edition already."""
    return StoreError(
        "This file changes nothing: all of it is already in edition {edition}.", edition=edition
    )


def _sound(connection: duckdb.DuckDBPyConnection, source: Source, *, moved: bool) -> bool:
    """Leave in the tables what goes in and what goes out; whether it is without errors."""
    if moved or source.asked.partial:
        faults = check(connection, source.dataset, source.table.header, _reach(source))
        if keep_good(connection, source, faults) is None:
            return False
    if source.asked.withdraw:
        speak(connection, source)
    return not errors(still_referred(connection, source))


def _reach(source: Source) -> Scope:
    """By which reach rows are left out; an undo has none to leave."""
    return source.asked.reach if source.asked.partial else WHOLE_CITY


def _refuse_outside(faults: Sequence[Fault]) -> None:
    if faults:
        raise StoreError(
            "Row {row} of the file is not yours to change. Nothing was changed; upload the file "
            "again to see why.",
            row=faults[0].row,
        )


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
    row = {
        "submission_id": number,
        "edition": edition,
        "dataset": submission.dataset.name,
        "file_name": submission.file_name,
        "sheet": submission.sheet or None,
        "sha256": submission.sha256,
        "submitted_at": datetime.now().replace(microsecond=0),
        "submitted_by": signed.by,
        "message": signed.message or None,
        "rows_added": counts.added,
        "rows_changed": counts.changed,
        "rows_same": counts.same,
        "rows_removed": counts.removed,
    }
    marks = ", ".join(f"${name}" for name in row)
    connection.execute(f"insert into submission ({', '.join(row)}) values ({marks})", row)
    return number
