"""What happens inside the process of one workbook: limits, the sheet, its cells as text. Ends."""

import io
import os
import struct
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import chain, islice
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Literal

import pyarrow as pa
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

from chains.errors import FileRefused
from chains.intake import archive, binary, header
from chains.intake.columns import WIDEST
from chains.intake.decode import LONGEST_CELL, Record
from chains.intake.headings import LINES_READ, Range
from chains.schema import Dataset

MEMORY = 1_000_000_000
BATCH = 20_000

Kind = Literal["xlsx", "xls", "ods"]
Wrong = Mapping[tuple[int, int], str]
Cell = int | float | str | bool | time | date | datetime | timedelta


@dataclass(frozen=True)
class Job:
    """A workbook to read: its bytes and kind, the dataset it is for, what a person chose."""

    data: bytes = field(repr=False)
    kind: Kind
    dataset: Dataset
    sheet: str | None
    columns: Mapping[str, str]


@dataclass(frozen=True)
class Found:
    """A sheet read: its name, all names, merged cells, and a table of row numbers and texts."""

    kind: Kind
    sheet: str
    sheets: tuple[str, ...]
    merged: tuple[Range, ...]
    cells: pa.Table


def work(sender: Connection, job: Job) -> None:
    """Send a word when ready, then what was found, or the FileRefused that says why nothing was."""
    sender.send("ready")
    try:
        _limit()
        name, names, merged, batches = _read(job)
        data = _encoded(batches)
    except FileRefused as refusal:
        sender.send(refusal)
        return
    sender.send((job.kind, name, names, merged))
    sender.send_bytes(data)


def _limit() -> None:
    """The system's own limit of address space, where there is one."""
    if sys.platform.startswith("linux"):
        import resource

        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
        most = int(pages) * os.sysconf("SC_PAGE_SIZE") + MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))


def _read(job: Job) -> tuple[str, tuple[str, ...], tuple[Range, ...], Iterator[pa.RecordBatch]]:
    try:
        data = archive.spoken(job.data, job.kind) if job.kind != "xls" else job.data
        book = load_workbook(io.BytesIO(data))
        names = _names(book)
        sheet = book.get_sheet_by_name(_chosen(book, names, job))
        return sheet.name, names, _merged(sheet), _batches(sheet, _wrong(book, sheet.name, job))
    except PasswordError as error:
        raise FileRefused(
            "The workbook is locked with a password. Take the password away and upload it again."
        ) from error
    except (CalamineError, ValueError, OSError, NotImplementedError) as error:
        raise archive.damaged() from error


def _wrong(book: CalamineWorkbook, name: str, job: Job) -> Wrong:
    """The errors of a sheet of a binary workbook, which calamine gives as empty cells."""
    if job.kind != "xls" or job.data.startswith(archive.MARK):
        return {}
    try:
        return binary.errors(job.data)[book.sheet_names.index(name)]
    except (struct.error, IndexError) as error:
        raise archive.damaged() from error


def _names(book: CalamineWorkbook) -> tuple[str, ...]:
    """The sheets that hold cells, those that are shown first."""
    tables = [one for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
    ordered = sorted(tables, key=lambda one: one.visible != SheetVisibleEnum.Visible)
    return tuple(one.name for one in ordered)


def _chosen(book: CalamineWorkbook, names: Sequence[str], job: Job) -> str:
    """The sheet that was asked for, else the first that names most fields, rather a shown one."""
    if not names:
        raise FileRefused("The workbook has no sheet with cells.")
    if job.sheet is not None and job.sheet not in names:
        raise FileRefused(
            "The workbook has no sheet {sheet}. Its sheets are: {names}.",
            sheet=job.sheet,
            names="、".join(names),
        )
    if job.sheet is not None or len(names) == 1:
        return job.sheet or names[0]
    shown = {one.name for one in book.sheets_metadata if one.visible == SheetVisibleEnum.Visible}
    scores = {name: _score(book.get_sheet_by_name(name), job) for name in names}
    return max(names, key=lambda name: (bool(scores[name]) and name in shown, scores[name]))


def _score(sheet: CalamineSheet, job: Job) -> int:
    head = list(islice(_records(sheet), LINES_READ))
    return header.best(head, job.dataset, job.columns, _merged(sheet))


def _merged(sheet: CalamineSheet) -> tuple[Range, ...]:
    """The merged cells that a header may have."""
    return tuple(one for one in sheet.merged_cell_ranges or () if one[0][0] < LINES_READ)


def _records(sheet: CalamineSheet, wrong: Wrong | None = None) -> Iterator[Record]:
    """The rows that hold anything, each with its number, and its cells from column A."""
    if sheet.start is None or sheet.end is None:
        return
    before = [""] * min(sheet.start[1], WIDEST)
    for row, cells in enumerate(sheet.iter_rows(), 1):
        if row > archive.MOST_ROWS:
            raise FileRefused("The sheet has more than {limit} rows.", limit=archive.MOST_ROWS)
        if any(cell != "" for cell in cells):
            texts = [_text(cell) for cell in cells[:WIDEST]]
            fitted = [*before, *texts][:WIDEST]
            yield row, _with(fitted, row - 1, wrong) if wrong else fitted


def _with(texts: list[str], row: int, wrong: Wrong) -> list[str]:
    return [wrong.get((row, column), text) for column, text in enumerate(texts)]


def _text(cell: Cell) -> str:
    """A cell as text: numbers without a needless point, dates as year, month and day."""
    if type(cell) is str:
        return cell
    if type(cell) is float:
        return f"{cell:.15g}"  # a spreadsheet shows 15 significant digits; the others are noise
    if isinstance(cell, datetime):
        moment = cell.replace(microsecond=0)
        return str(moment.date()) if moment.time() == time() else str(moment)
    return str(cell)


def _batches(sheet: CalamineSheet, wrong: Wrong) -> Iterator[pa.RecordBatch]:
    rows = _records(sheet, wrong)
    while batch := list(islice(rows, BATCH)):
        width = len(batch[0][1] or ())
        cells = list(chain.from_iterable(cells or () for _row, cells in batch))
        if max(map(len, cells), default=0) > LONGEST_CELL:
            raise FileRefused("A cell is longer than {limit} characters.", limit=LONGEST_CELL)
        arrays = [pa.array([row for row, _cells in batch], pa.int64())]
        arrays += [pa.array(cells[index::width], pa.string()) for index in range(width)]
        yield pa.RecordBatch.from_arrays(arrays, names=[str(i) for i in range(width + 1)])


def _encoded(batches: Iterator[pa.RecordBatch]) -> pa.Buffer:
    first = next(batches, None)
    if first is None:
        raise FileRefused("The sheet is empty.")
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, first.schema) as writer:
        for batch in chain([first], batches):
            writer.write_batch(batch)
    return sink.getvalue()
