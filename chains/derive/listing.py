"""A list as a workbook to work on: titles, filters, and a sheet that says where it is from."""

import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from chains.derive.form import HEAD, NARROWEST, NEEDED, WIDEST, across, write

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

SAMPLE = 200  # rows that a column's width is taken from


def listing(
    title: str, frame: pd.DataFrame, notes: Sequence[tuple[str, str]], empty: Sequence[str] = ()
) -> bytes:
    """An .xlsx file of the frame under its titles; `empty` columns are marked as still to fill in.

    `notes` are pairs of a word and what it says, on a sheet of their own.
    """
    from openpyxl import Workbook  # slow to import, and most pages need none

    book = Workbook()
    sheet: Worksheet = book.worksheets[0]
    sheet.title = title
    _header(sheet, {str(name): name in empty for name in frame.columns})
    for place, name in enumerate(frame.columns, 1):
        _fill(sheet, place, frame[name])
    sheet.auto_filter.ref = sheet.dimensions
    sheet.freeze_panes = "A2"
    about = book.create_sheet("说明 About")
    for row, pair in enumerate(notes, 1):
        for place, text in enumerate(pair, 1):
            write(about.cell(row, place), text)
    about.column_dimensions["B"].width = 90
    into = io.BytesIO()
    book.save(into)
    return into.getvalue()


def _header(sheet: "Worksheet", names: Mapping[str, bool]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    for place, (name, blank) in enumerate(names.items(), 1):
        cell = sheet.cell(1, place)
        write(cell, name)
        cell.font = Font(bold=True, color="FFFFFFFF")
        cell.fill = PatternFill("solid", fgColor=NEEDED if blank else HEAD)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)


def _fill(sheet: "Worksheet", place: int, column: "pd.Series[Any]") -> None:
    """The values of a column, texts as texts, and its width."""
    from openpyxl.utils import get_column_letter

    values = [None if empty else value for value, empty in zip(column, column.isna(), strict=True)]
    for row, value in enumerate(values, 2):
        write(sheet.cell(row, place), value)
    wide = max((across(str(one)) for one in [column.name, *values[:SAMPLE]] if one), default=0)
    letter = get_column_letter(place)
    sheet.column_dimensions[letter].width = min(max(wide + 3, NARROWEST), WIDEST)
