"""All rows below a header as arrow columns of text, whether read fast or with care."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from chains.intake import messages
from chains.intake.columns import WIDEST
from chains.intake.decode import LONGEST_CELL, Record
from chains.intake.fault import Fault

BATCH = 50_000
BLOCK = 8 << 20

Row = tuple[int, int, list[str]]


@dataclass(frozen=True)
class Grid:
    """Row numbers as Excel counts, cells in each row, the columns, and where reading broke off."""

    numbers: pa.ChunkedArray
    counts: pa.ChunkedArray
    columns: tuple[pa.ChunkedArray, ...]
    faults: tuple[Fault, ...] = ()

    def without(self, places: Sequence[int]) -> "Grid":
        """The rows but for those at these places (from 0)."""
        keep = [True] * len(self.numbers)
        for place in places:
            keep[place] = False
        mask = pa.array(keep)
        columns = tuple(column.filter(mask) for column in self.columns)
        return Grid(self.numbers.filter(mask), self.counts.filter(mask), columns, self.faults)

    def rows(self, places: Sequence[int]) -> Iterator[tuple[int, int, list[str]]]:
        """The place, the row number and the cells of each row at these places."""
        wanted = pa.array(places, pa.int64())
        numbers = self.numbers.take(wanted).to_pylist()
        columns = [column.take(wanted).to_pylist() for column in self.columns]
        yield from zip(places, numbers, map(list, zip(*columns, strict=True)), strict=True)


def fast(text: bytes, delimiter: str, header_row: int, width: int) -> Grid | None:
    """The rows of a CSV text in UTF-8 by Arrow; None where it takes more care.

    Only where both readers must agree: no quotation mark but around a whole cell of one line, one
    kind of line end, no row too short or too long, no cell beyond the limit.
    """
    if width > WIDEST or not (_plainly_quoted(text, delimiter) and _plainly_ended(text)):
        return None
    names = [str(index) for index in range(width)]
    try:
        table = csv.read_csv(
            pa.BufferReader(text.rstrip(b"\r\n")),
            csv.ReadOptions(skip_rows=header_row, column_names=names, block_size=BLOCK),
            csv.ParseOptions(delimiter=delimiter, ignore_empty_lines=False),
            csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), check_utf8=False),
        )
    except pa.ArrowInvalid:
        return None
    if any(_longest(column) > LONGEST_CELL for column in table.columns):
        return None
    first = header_row + 1
    numbers = pa.chunked_array([pa.array(range(first, first + table.num_rows), pa.int64())])
    counts = pa.chunked_array([pa.repeat(pa.scalar(width, pa.int64()), table.num_rows)])
    return Grid(numbers, counts, tuple(table.columns))


def of_cells(cells: pa.Table, header_row: int, width: int) -> Grid:
    """The rows of a workbook's sheet (row numbers, then columns), which has no row too long."""
    below = cells.filter(pc.greater(cells.column(0), header_row))
    numbers, *columns = below.columns
    counts = pa.chunked_array([pa.repeat(pa.scalar(width, pa.int64()), below.num_rows)])
    empty = pa.chunked_array([pa.repeat("", below.num_rows)])
    missing = [empty] * (min(width, WIDEST) - len(columns))
    return Grid(numbers, counts, (*columns[:width], *missing))


def careful(lines: Iterable[Record], header_row: int, width: int) -> Grid:
    """The rows that hold anything, each as wide as the header."""
    broken: list[Fault] = []
    reach = min(width, WIDEST)
    batches = list(_batches(_rows(lines, header_row, width, broken), reach))
    numbers = pa.chunked_array([pa.array(one[0], pa.int64()) for one in batches], pa.int64())
    counts = pa.chunked_array([pa.array(one[1], pa.int64()) for one in batches], pa.int64())
    columns = tuple(
        pa.chunked_array(
            [pa.array(one[2][index::reach], pa.string()) for one in batches], pa.string()
        )
        for index in range(reach)
    )
    return Grid(numbers, counts, columns, tuple(broken))


def _plainly_quoted(text: bytes, delimiter: str) -> bool:
    """Whether every quotation mark opens or closes a cell that has none within, and no line end."""
    marks = text.count(b'"')
    edge = rb"[^\r\n" + delimiter.encode() + rb"]"
    cell = re.compile(rb"(?<!" + edge + rb')"[^"\r\n]*"(?!' + edge + rb")")
    return not marks or 2 * sum(1 for _ in cell.finditer(text)) == marks


def _plainly_ended(text: bytes) -> bool:
    returns = text.count(b"\r")
    return not returns or returns == text.count(b"\r\n")


def _longest(column: pa.ChunkedArray) -> int:
    return pc.max(pc.binary_length(column)).as_py() or 0


def _rows(
    lines: Iterable[Record], header_row: int, width: int, broken: list[Fault]
) -> Iterator[Row]:
    """The rows below the header that hold anything, each as wide as the header."""
    for number, cells in lines:
        if cells is None:
            broken.append(Fault(number, None, None, "quote", "error", messages.BROKEN))
        elif cells and number > header_row:
            count, fitted = (width, cells) if len(cells) == width else _fitted(cells, width)
            if "".join(fitted).strip():
                yield number, count, fitted


def _fitted(cells: list[str], width: int) -> tuple[int, list[str]]:
    """How many cells a row has, not counting empty ones past the header, and the row fitted."""
    extra = [cell for cell in cells[width:] if cell.strip()]
    count = width + len(extra) if len(cells) > width else len(cells)
    return count, (cells + [""] * width)[:width]


def _batches(rows: Iterator[Row], reach: int) -> Iterator[tuple[list[int], list[int], list[str]]]:
    """Row numbers, counts, and all cells in one list, which spares the garbage collector."""
    while True:
        numbers: list[int] = []
        counts: list[int] = []
        cells: list[str] = []
        for number, count, row in islice(rows, BATCH):
            numbers.append(number)
            counts.append(count)
            cells += row[:reach]
        if not numbers:
            return
        yield numbers, counts, cells
