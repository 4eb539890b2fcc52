"""A whole file as a table of text: one column a recognised field, every cell as it was written."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

import pyarrow as pa

from chains.errors import FileRefused
from chains.intake import header, messages
from chains.intake.decode import DELIMITERS, Record, encoding_of, records
from chains.intake.fault import Fault
from chains.intake.header import Column, Header
from chains.intake.rows import Note, Total
from chains.schema import Dataset

__all__ = ["CELLS", "ROW", "Note", "Table", "Total", "read"]

LINES_ABOVE = 10
BATCH = 50_000
ROW = "source row"
CELLS = "cells in row"

Row = tuple[int, int, list[str]]


@dataclass(frozen=True)
class Table:
    """The rows as text, with each row's number and count of cells in columns of their own."""

    encoding: str
    header: Header
    text: pa.Table
    faults: tuple[Fault, ...]
    kind: Literal["csv", "xlsx", "xls", "ods"] = "csv"
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    totals: tuple[Total, ...] = ()

    @property
    def rows(self) -> int:
        """How many rows hold anything."""
        return int(self.text.num_rows)


def read(
    data: bytes,
    dataset: Dataset,
    *,
    sheet: str | None = None,
    columns: Mapping[str, str] | None = None,
) -> Table:
    """Read a file; raise FileRefused where it is no table of this dataset, or has no rows.

    `columns` says of titles (as header.plain compares them) which field they are, or none ("").
    """
    encoding = encoding_of(data)
    delimiter, lines = _delimited(data, encoding, dataset)
    found = header.find(lines, dataset)
    broken: list[Fault] = []
    rows = _rows(records(data, encoding, delimiter), found, broken)
    text = pa.Table.from_batches(_batches(rows, found), _arrow_schema(found.columns))
    if not text.num_rows and not broken:
        raise FileRefused("The file has a header and no rows below it.")
    return Table(encoding, found, text, (*found.faults, *broken))


def _delimited(data: bytes, encoding: str, dataset: Dataset) -> tuple[str, list[Record]]:
    """The delimiter under which most columns are recognised, and the first lines read with it."""
    readings = {
        mark: list(islice(records(data, encoding, mark), LINES_ABOVE)) for mark in DELIMITERS
    }
    return max(readings.items(), key=lambda reading: header.best(reading[1], dataset))


def _rows(lines: Iterable[Record], found: Header, broken: list[Fault]) -> Iterator[Row]:
    """The rows below the header that hold anything, each as wide as the header."""
    width = found.width
    for number, cells in lines:
        if cells is None:
            broken.append(Fault(number, None, None, "quote", "error", messages.BROKEN))
        elif cells and number > found.row:
            count, fitted = (width, cells) if len(cells) == width else _fitted(cells, width)
            if "".join(fitted).strip():
                yield number, count, fitted


def _fitted(cells: list[str], width: int) -> tuple[int, list[str]]:
    """How many cells a row has, not counting empty ones past the header, and the row fitted."""
    extra = [cell for cell in cells[width:] if cell.strip()]
    count = width + len(extra) if len(cells) > width else len(cells)
    return count, (cells + [""] * width)[:width]


def _batches(rows: Iterator[Row], found: Header) -> Iterator[pa.RecordBatch]:
    """The rows in batches, the recognised columns only."""
    schema = _arrow_schema(found.columns)
    while True:
        numbers, counts, cells = _gathered(islice(rows, BATCH), found.reach)
        if not numbers:
            return
        chosen = [cells[column.index :: found.reach] for column in found.columns]
        arrays = [
            pa.array(values, kind)
            for values, kind in zip([numbers, counts, *chosen], schema.types, strict=True)
        ]
        yield pa.RecordBatch.from_arrays(arrays, schema=schema)


def _gathered(rows: Iterable[Row], reach: int) -> tuple[list[int], list[int], list[str]]:
    """Row numbers, counts, and all cells in one list, which spares the garbage collector."""
    numbers, counts, cells = [], [], []
    for number, count, row in rows:
        numbers.append(number)
        counts.append(count)
        cells += row[:reach]
    return numbers, counts, cells


def _arrow_schema(columns: Sequence[Column]) -> pa.Schema:
    names = [(column.field.name, pa.string()) for column in columns]
    return pa.schema([(ROW, pa.int64()), (CELLS, pa.int64()), *names])
