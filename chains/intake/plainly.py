"""A workbook made of nothing but rows of text: for a file that was none, or only a part of one."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from chains.intake.marking import mark, saved, write
from chains.intake.marks import Plan, Rows

Cell = Any  # the types of openpyxl take every cell for one that may be merged

FIGURE = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?")
EXACT = 15  # digits that a spreadsheet keeps of a number
LONGEST_TITLE = 31
NO_TITLE = re.compile(r"[\\/*?:\[\]']")
NARROWEST, WIDEST = 10, 40
LOOKED_AT = 200  # rows from which the width of a column is taken


def made(rows: Rows, title: str, figures: Iterable[int], head: int, plan: Plan) -> bytes:
    """The bytes of such a workbook, marked."""
    one = book(rows, title, figures, head)
    mark(one, replace(plan, sheet=one.sheetnames[0]))
    return saved(one)


def book(rows: Rows, title: str, figures: Iterable[int], head: int) -> Workbook:
    """A workbook of one sheet with each row at its number.

    The columns in `figures`, counted from 0, hold numbers below row `head`; all else is text.
    """
    made = Workbook()
    sheet: Any = made.worksheets[0]
    sheet.title = NO_TITLE.sub(" ", title)[:LONGEST_TITLE].strip() or "Sheet"
    numbers = frozenset(figures)
    for row, texts in rows:
        for place, text in enumerate(texts):
            if text:
                cell = sheet.cell(row, place + 1)
                _put(cell, text, number=place in numbers and row > head)
                if row == head:
                    cell.font = Font(bold=True)
    for place, width in _widths(rows[:LOOKED_AT]).items():
        column = sheet.column_dimensions[get_column_letter(place + 1)]
        column.width = width
        column.number_format = "General" if place in numbers else "@"
    sheet.freeze_panes = f"A{head + 1}"
    return made


def _put(cell: Cell, text: str, *, number: bool) -> None:
    plain = text.strip()
    if number and FIGURE.fullmatch(plain) and len(plain) <= EXACT:
        cell.value = float(plain) if "." in plain else int(plain)
        return
    write(cell, text)
    cell.number_format = "@"


def _widths(rows: Rows) -> Mapping[int, int]:
    found: dict[int, int] = {}
    for _row, texts in rows:
        for place, text in enumerate(texts):
            wide = 2 + sum(1 if one.isascii() else 2 for one in text[:WIDEST])
            found[place] = min(max(found.get(place, NARROWEST), wide), WIDEST)
    return found
