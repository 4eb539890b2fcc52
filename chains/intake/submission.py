"""A file looked at: read, checked and compared with the current edition. Changes nothing."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from chains.access import WHOLE_CITY, Scope
from chains.errors import N_, UsageError
from chains.i18n import _
from chains.intake.asked import Asked
from chains.intake.check import check
from chains.intake.difference import Difference, difference
from chains.intake.fault import Fault, errors
from chains.intake.header import Column
from chains.intake.scope import refuse_dataset
from chains.intake.stage import stage
from chains.intake.table import Note, Table, read
from chains.schema import Dataset
from chains.store import Edition, Store

Progress = Callable[[float, str], object]


@dataclass(frozen=True)
class Submission:
    """A file held against edition `base`: its faults, or else what it would change.

    `repairs` is their count and the first; `withdrawn` counts the rows of the file's reporting
    scope that are not in it; `left_out` are the rows that a partial submission does not take;
    `duplicate_of` is the submission that brought the very same file, all of which still stands.
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
    repairs: tuple[int, tuple[Any, ...]] = (0, ())
    notes: tuple[Note, ...] = ()
    withdrawn: int = 0
    left_out: tuple[int, ...] = ()
    scope_text: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    duplicate_of: int | None = None
    undoes: int | None = None

    @property
    def accepted(self) -> bool:
        """Whether nothing but warnings was found."""
        return not errors(self.faults)


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
    return judged(store, dataset, file_name, data, asked, progress)


def judged(
    store: Store,
    dataset: Dataset,
    file_name: str,
    data: bytes,
    asked: Asked,
    progress: Progress | None = None,
) -> Submission:
    """As `prepare`, of a file as it was asked for."""
    if dataset.managed:
        raise UsageError("{dataset.label} is kept by the program itself.", dataset=dataset)
    refuse_dataset(dataset, asked.reach)
    tell(progress, 0.05, N_("Reading the file"))
    table = read(data, dataset, sheet=asked.sheet, columns=asked.columns)
    with store.reading() as edition:
        faults, changes = _judged(edition, dataset, table, (asked.reach, progress))
    return Submission(
        dataset=dataset,
        file_name=PurePosixPath(file_name.replace("\\", "/")).name,
        sha256=hashlib.sha256(data).hexdigest(),
        data=data,
        base=edition.number,
        encoding=table.encoding,
        rows=table.rows,
        faults=faults,
        difference=changes,
        ignored_columns=table.header.ignored,
        asked=asked,
        kind=table.kind,
        sheet=table.sheet,
        sheets=table.sheets,
        columns=table.header.columns,
        notes=table.notes,
    )


def _judged(
    edition: Edition, dataset: Dataset, table: Table, asked: tuple[Scope, Progress | None]
) -> tuple[tuple[Fault, ...], Difference | None]:
    connection, (reach, progress) = edition.connection, asked
    tell(progress, 0.4, N_("Checking every cell"))
    stage(connection, dataset, table)
    faults = (*table.faults, *check(connection, dataset, table.header, reach))
    if errors(faults):
        return faults, None
    tell(progress, 0.8, N_("Comparing with the current edition"))
    changes = difference(connection, dataset, table.header)
    tell(progress, 1.0, N_("Done"))
    return faults, changes


def tell(progress: Progress | None, share: float, stage_name: str) -> None:
    """Say how far the work is, where somebody listens."""
    if progress is not None:
        progress(share, _(stage_name))
