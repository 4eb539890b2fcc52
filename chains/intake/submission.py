"""A file looked at: read, checked and compared with the current edition. Changes nothing."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import NamedTuple

import pyarrow as pa

from chains.access import WHOLE_CITY, Scope
from chains.errors import N_, UsageError
from chains.intake.asked import Asked
from chains.intake.difference import Difference
from chains.intake.fault import Fault
from chains.intake.header import Column
from chains.intake.judging import Progress, Source, judge, tell
from chains.intake.repairs import Repair
from chains.intake.scope import refuse_dataset
from chains.intake.table import Note, read
from chains.schema import Dataset
from chains.store import Edition, Store


class Upload(NamedTuple):
    """A file as it came: its name and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Submission:
    """A file held against edition `base`: its faults, or else what it would change.

    `repairs` is their count and the first; `withdrawn` counts the rows of the file's reporting
    scope that are not in it; `left_out` are the rows that a partial submission does not take;
    `duplicate_of` is the submission that brought the very same file, all of which still stands;
    `undoes` is the one that this takes back, and `back` are the rows that it puts back; `typed`
    are the rows of a file that goes in whole, as they were judged on the edition `base`.
    """

    dataset: Dataset
    file_name: str
    sha256: str
    data: bytes = field(repr=False)
    base: int
    encoding: str
    rows: int
    faults: tuple[Fault, ...]
    difference: Difference | None
    ignored_columns: tuple[str, ...]
    asked: Asked = field(default_factory=Asked)
    kind: str = "csv"
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    repairs: tuple[int, tuple[Repair, ...]] = (0, ())
    notes: tuple[Note, ...] = ()
    withdrawn: int = 0
    left_out: tuple[int, ...] = ()
    scope_text: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    duplicate_of: int | None = None
    undoes: int | None = None
    back: Source | None = field(default=None, compare=False, repr=False)
    typed: pa.Table | None = field(default=None, compare=False, repr=False)

    @property
    def accepted(self) -> bool:
        """Whether it may be confirmed: nothing but warnings in the rows that it takes."""
        return self.difference is not None


def prepare(
    store: Store,
    dataset: Dataset,
    file_name: str,
    data: bytes,
    progress: Progress | None = None,
    *,
    reach: Scope = WHOLE_CITY,
    sheet: str | None = None,
    columns: Mapping[str, str] | None = None,
    withdraw: bool = False,
    partial: bool = False,
) -> Submission:
    """Read, check and compare a file; nothing changes. Raise FileRefused where it is no table.

    A row outside the reach is a fault; a dataset outside it is refused with UsageError.
    """
    asked = Asked(sheet, columns or {}, withdraw, partial, reach)
    return judged(store, dataset, Upload(file_name, data), asked, progress)


def judged(
    store: Store,
    dataset: Dataset,
    upload: Upload,
    asked: Asked,
    progress: Progress | None = None,
) -> Submission:
    """As `prepare`, of a file as it was asked for; an undo goes the same way."""
    tell(progress, 0.05, N_("Reading the file"))
    return submitted(store, upload, opened(dataset, upload.data, asked), progress)


def opened(dataset: Dataset, data: bytes, asked: Asked) -> Source:
    """A file read as it was asked for; what the person may not upload at all is refused."""
    if dataset.managed:
        raise UsageError("{dataset.label} is kept by the program itself.", dataset=dataset)
    if asked.partial and asked.withdraw:
        raise UsageError(
            "A file that is taken in part says nothing of the rows that it leaves out. "
            "Choose one of the two."
        )
    refuse_dataset(dataset, asked.reach)
    return Source(dataset, read(data, dataset, sheet=asked.sheet, columns=asked.columns), asked)


def source_of(submission: Submission) -> Source:
    """The rows of a submission, read once more unless it is an undo."""
    return submission.back or opened(submission.dataset, submission.data, submission.asked)


def submitted(
    store: Store, upload: Upload, source: Source, progress: Progress | None = None
) -> Submission:
    """Rows that were read, held against the current edition."""
    table, digest = source.table, hashlib.sha256(upload.data).hexdigest()
    with store.reading() as edition:
        found = judge(edition.connection, source, progress)
        earlier = _duplicate(edition, source.dataset, digest)
    return Submission(
        dataset=source.dataset,
        file_name=PurePosixPath(upload.name.replace("\\", "/")).name,
        sha256=digest,
        data=upload.data,
        base=edition.number,
        encoding=table.encoding,
        rows=table.rows,
        faults=found.faults,
        difference=found.difference,
        ignored_columns=table.header.ignored,
        asked=source.asked,
        kind=table.kind,
        sheet=table.sheet,
        sheets=table.sheets,
        columns=table.header.columns,
        repairs=found.repairs,
        notes=table.notes,
        withdrawn=found.withdrawn,
        left_out=found.left_out,
        scope_text=found.scope_text,
        typed=found.typed,
        duplicate_of=earlier if found.difference and found.difference.empty else None,
    )


def _duplicate(edition: Edition, dataset: Dataset, digest: str) -> int | None:
    """The last submission that brought the same file for the same dataset."""
    found = edition.connection.execute(
        "select max(submission_id) from submission where dataset = ? and sha256 = ?",
        [dataset.name, digest],
    ).fetchall()
    number: int | None = found[0][0]
    return number
