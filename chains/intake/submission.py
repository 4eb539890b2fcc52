"""A file looked at: read, checked and compared with the current edition. Changes nothing."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from chains.access import WHOLE_CITY, Scope
from chains.errors import N_, UsageError
from chains.i18n import _
from chains.intake.check import check
from chains.intake.difference import Difference, difference
from chains.intake.fault import Fault, errors
from chains.intake.scope import refuse_dataset
from chains.intake.stage import stage
from chains.intake.table import Table, read
from chains.schema import Dataset
from chains.store import Edition, Store

Progress = Callable[[float, str], object]


@dataclass(frozen=True)
class Submission:
    """A file held against edition `base`: its faults, or else what it would change."""

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
) -> Submission:
    """Read, check and compare a file; nothing changes. Raise FileRefused where it is no table.

    A row outside the reach is a fault; a dataset outside it is refused with UsageError.
    """
    if dataset.managed:
        raise UsageError("{dataset.label} is kept by the program itself.", dataset=dataset)
    refuse_dataset(dataset, reach)
    tell(progress, 0.05, N_("Reading the file"))
    table = read(data, dataset)
    with store.reading() as edition:
        faults, changes = _judged(edition, dataset, table, (reach, progress))
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
