"""A whole file as a table of text: one column a recognised field, every cell as it was written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import pyarrow as pa

from chains.errors import FileRefused
from chains.intake import grid, header, rows
from chains.intake.decode import Record, utf8
from chains.intake.fault import Fault
from chains.intake.grid import Grid
from chains.intake.header import Header
from chains.intake.rows import Note, Total
from chains.intake.sheet import Kind, Sheet
from chains.intake.sheet import read as read_sheet
from chains.intake.suspects import suspects
from chains.schema import Dataset

__all__ = ["CELLS", "ROW", "Note", "Table", "Total", "read"]

ROW = "source row"
CELLS = "cells in row"


@dataclass(frozen=True)
class Table:
    """The rows as text, with each row's number and count of cells in columns of their own.

    `notes` are the rows that were left out, `totals` those of them that sum others.
    """

    encoding: str
    header: Header
    text: pa.Table
    faults: tuple[Fault, ...]
    kind: Kind = "csv"
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
    The last file is remembered: what is looked at is soon tried, marked or confirmed.
    """
    return _read(data, dataset, sheet, tuple(sorted((columns or {}).items())))


@lru_cache(maxsize=1)
def _read(
    data: bytes, dataset: Dataset, sheet: str | None, chosen: tuple[tuple[str, str], ...]
) -> Table:
    columns = dict(chosen)
    found = read_sheet(data, dataset, sheet=sheet, columns=columns)
    head = found.head()
    top = header.find(head, dataset, columns, found.merged)
    every = _grid(data, found, top)
    kept, notes, totals = _sorted_out(every, top, dataset)
    if not len(kept.numbers) and not every.faults:
        raise FileRefused("The file has a header and no rows below it.")
    return Table(
        encoding=found.encoding,
        header=top,
        text=_chosen(kept, top),
        faults=(*top.faults, *every.faults),
        kind=found.kind,
        sheet=found.name,
        sheets=found.names,
        notes=(*_above(head, top), *notes),
        totals=totals,
    )


def _grid(data: bytes, found: Sheet, top: Header) -> Grid:
    if found.cells is not None:
        return grid.of_cells(found.cells, top.row, top.width)
    plain = grid.fast(utf8(data, found.encoding), found.delimiter, top.row, top.width)
    return plain or grid.careful(found.records(), top.row, top.width)


def _sorted_out(
    every: Grid, top: Header, dataset: Dataset
) -> tuple[Grid, tuple[Note, ...], tuple[Total, ...]]:
    """The rows of data, and what was left out; only rows that may be something else are read."""
    out, notes, totals = [], [], []
    for place, number, cells in every.rows(suspects(every, top, dataset)):
        said = rows.text(cells)
        kind = rows.kind(cells, top, dataset) if said else None
        if kind or not said:
            out.append(place)
        if kind:
            notes.append(Note(number, kind, said))
        if kind == "total":
            totals.append(rows.total(number, cells, top))
    if not out:
        return every, (), ()
    kept = every.without(out)
    numbers = kept.numbers.to_pylist() if totals else []
    return kept, tuple(notes), rows.spans(totals, numbers)


def _above(head: Sequence[Record], top: Header) -> tuple[Note, ...]:
    """The lines above the header."""
    said = ((row, rows.text(cells or ())) for row, cells in head if row < top.first_row)
    return tuple(Note(row, "title", text) for row, text in said if text)


def _chosen(kept: Grid, top: Header) -> pa.Table:
    """The recognised columns, named by their fields."""
    named = {one.field.name: kept.columns[one.index] for one in top.columns}
    return pa.table({ROW: kept.numbers, CELLS: kept.counts} | named)
