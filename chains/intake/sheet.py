"""A file of any kind as rows of text: CSV of every dialect, or one sheet of a workbook."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Literal

import pyarrow as pa

from chains.errors import FileRefused
from chains.intake import header, workbook
from chains.intake.decode import DELIMITERS, Record, encoding_of, records, refuse_by_size
from chains.intake.headings import LINES_READ, Range
from chains.schema import Dataset

Kind = Literal["csv", "xlsx", "xls", "ods"]


@dataclass(frozen=True)
class Sheet:
    """One sheet: its kind, encoding and delimiter (empty for a workbook), its name, all names.

    `records` gives its rows from the first; `merged` are a workbook's merged cells, first and last
    as row and column from 0, and `cells` its row numbers and columns of text.
    """

    kind: Kind
    encoding: str
    name: str
    names: tuple[str, ...]
    delimiter: str
    records: Callable[[], Iterator[Record]] = field(repr=False)
    merged: tuple[Range, ...] = field(default=(), repr=False)
    cells: pa.Table | None = field(default=None, repr=False)

    def head(self) -> list[Record]:
        """The first rows, among which the header is sought."""
        return list(islice(self.records(), LINES_READ))


def read(
    data: bytes,
    dataset: Dataset,
    *,
    sheet: str | None = None,
    columns: Mapping[str, str] | None = None,
) -> Sheet:
    """Read a file; of a workbook the sheet named, else that which names most of the fields.

    Raise FileRefused where it is no table at all.
    """
    refuse_by_size(data)
    if workbook.is_one(data):
        return _of_workbook(data, dataset, sheet, columns)
    if sheet:
        raise FileRefused("The file is no workbook and has no sheet {sheet}.", sheet=sheet)
    encoding = encoding_of(data)
    readings = [_delimited(data, encoding, mark) for mark in DELIMITERS]
    return max(readings, key=lambda one: header.best(one.head(), dataset, columns))


def _delimited(data: bytes, encoding: str, mark: str) -> Sheet:
    return Sheet(
        kind="csv",
        encoding=encoding,
        name="",
        names=(),
        delimiter=mark,
        records=lambda: records(data, encoding, mark),
    )


def _of_workbook(
    data: bytes, dataset: Dataset, sheet: str | None, columns: Mapping[str, str] | None
) -> Sheet:
    found = workbook.read(data, dataset, sheet, columns)
    return Sheet(
        kind=found.kind,
        encoding="",
        name=found.sheet,
        names=found.sheets,
        delimiter="",
        records=lambda: _rows(found.cells),
        merged=found.merged,
        cells=found.cells,
    )


def _rows(cells: pa.Table) -> Iterator[Record]:
    """The rows of a sheet; the first column of `cells` is the row's number."""
    for batch in cells.to_batches():
        numbers, *columns = [column.to_pylist() for column in batch.columns]
        if columns:
            yield from zip(numbers, map(list, zip(*columns, strict=True)), strict=True)
