"""Marks put into a workbook and taken out again: colour, border, comment, a sheet that lists."""

import io
import re
import warnings
from collections.abc import Iterator, Sequence
from copy import copy
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook
from openpyxl.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink

from chains.intake import remembered
from chains.intake.marks import SIGNED, Line, Place, Plan, comment

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

FORMULA = ("=", "+", "-", "@", "\t", "\r")
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
Cell = Any  # the types of openpyxl take every cell for one that may be merged

RED, AMBER = "FFFFC9CE", "FFFFEB9E"
ERROR, WARNING = PatternFill("solid", fgColor=RED), PatternFill("solid", fgColor=AMBER)
# Seen without colour as well: an error has a thick frame, a warning a broken one.
THICK, BROKEN = Side("thick", color="FFC00000"), Side("mediumDashed", color="FFB87000")
FRAMES = {
    True: Border(left=THICK, right=THICK, top=THICK, bottom=THICK),
    False: Border(left=BROKEN, right=BROKEN, top=BROKEN, bottom=BROKEN),
}
MOST_COMMENTS = 3_000  # beyond these a spreadsheet is slow to open; the list has all
HEAD_ROW = 3
WIDTHS = (8, 8, 24, 10, 28, 10, 90)
PLACE = re.compile(r"[A-Z]{1,3}[1-9]\d{0,6}")
BETWEEN = "\n\n"


def marked(data: bytes, plan: Plan) -> bytes:
    """The same workbook, marked; whatever openpyxl cannot read of it is lost or raises."""
    with warnings.catch_warnings(action="ignore"):  # they name what is lost
        book = load_workbook(io.BytesIO(data))
        known = remembered.values(data, remembered.formulas(book))
    mark(book, plan)
    return remembered.put_back(saved(book), book, known)


def saved(book: "Workbook") -> bytes:
    """The bytes of a workbook."""
    into = io.BytesIO()
    book.save(into)
    return into.getvalue()


def write(cell: Cell, value: object) -> None:
    """Put a value into a cell; a text stays a text, whatever it begins with."""
    if not isinstance(value, str):
        cell.value = value
        return
    cell.value = UNPRINTABLE.sub("", value)
    cell.data_type = "s"
    cell.quotePrefix = value.startswith(FORMULA)


def mark(book: "Workbook", plan: Plan) -> None:
    """Take out the marks of an earlier time, mark what the plan says, and list it."""
    sheet: Worksheet = book[plan.sheet]
    unmark(book, sheet)
    before: dict[Place, Cell] = {}
    for count, (place, lines) in enumerate(plan.marks.items()):
        cell = _at(sheet, place)
        before[place] = (copy(cell.fill), copy(cell.border))
        _colour(cell, error=any(line.error for line in lines))
        if count < MOST_COMMENTS:
            _comment(cell, comment(lines))
    _list(book, sheet, plan, before)


def unmark(book: "Workbook", sheet: "Worksheet") -> None:
    """Give cells back the look, and comments the words, that they had before `mark`."""
    for listing in [one for one in book.worksheets if _is_listing(one)]:
        for row in range(HEAD_ROW + 1, listing.max_row + 1):
            place, kept = listing.cell(row, 4).value, listing.cell(row, 5)
            cell: Cell = sheet[str(place)] if PLACE.fullmatch(str(place)) else None
            if cell is not None and cell.fill.fgColor.rgb in {RED, AMBER}:
                cell.fill, cell.border = copy(kept.fill), copy(kept.border)
        book.remove(listing)
    for cell in _commented(sheet):
        own, _signed, _ours = cell.comment.text.partition(SIGNED)
        cell.comment = Comment(own.rstrip(), cell.comment.author) if own.strip() else None
        if cell.fill.fgColor.rgb in {RED, AMBER}:
            cell.fill, cell.border = PatternFill(), Border()


def _is_listing(sheet: "Worksheet") -> bool:
    words = sheet["A1"].value
    return isinstance(words, str) and words.startswith(SIGNED)


def _commented(sheet: "Worksheet") -> Iterator[Cell]:
    for row in sheet.iter_rows():
        for cell in row:
            if cell.comment is not None and SIGNED in cell.comment.text:
                yield cell


def _at(sheet: "Worksheet", place: Place) -> Cell:
    """The cell there; of merged ones, the first, which speaks for all."""
    cell = sheet.cell(*place)
    if not isinstance(cell, MergedCell):
        return cell
    around = next(one for one in sheet.merged_cells.ranges if cell.coordinate in one)
    return sheet.cell(around.min_row, around.min_col)


def _colour(cell: Cell, *, error: bool) -> None:
    cell.fill = ERROR if error else WARNING
    cell.border = FRAMES[error]


def _comment(cell: Cell, said: str) -> None:
    own, words = cell.comment, UNPRINTABLE.sub("", said)
    text = f"{own.text}{BETWEEN}{words}" if own else words
    tall = 40 + 22 * (len(text) // 24 + text.count("\n") + 1)
    cell.comment = Comment(text, own.author if own else SIGNED, height=min(tall, 400), width=320)


def _list(book: "Workbook", sheet: "Worksheet", plan: Plan, before: dict[Place, Any]) -> None:
    """The sheet after the marked one: a line a fault, with a link to its cell."""
    listing = book.create_sheet(_free(book, plan.title), book.index(sheet) + 1)
    write(listing.cell(1, 1), plan.words)
    listing.cell(1, 1).font = Font(bold=True)
    for place, (head, width) in enumerate(zip(plan.heads, WIDTHS, strict=True), 1):
        cell: Cell = listing.cell(HEAD_ROW, place)
        write(cell, head)
        cell.font = Font(bold=True)
        listing.column_dimensions[get_column_letter(place)].width = width
    for number, line in enumerate(plan.lines, 1):
        _line(listing, number, line, sheet.title)
        if line.place:
            look: Cell = listing.cell(HEAD_ROW + number, 5)
            look.fill, look.border = before[line.place]
    last = get_column_letter(len(WIDTHS))
    listing.freeze_panes = f"A{HEAD_ROW + 1}"
    listing.auto_filter.ref = f"A{HEAD_ROW}:{last}{HEAD_ROW + len(plan.lines)}"


def _line(listing: "Worksheet", number: int, line: Line, sheet: str) -> None:
    at = "" if line.place is None else f"{get_column_letter(line.place[1])}{line.place[0]}"
    values: Sequence[object] = (
        number,
        line.row,
        line.column,
        at,
        line.value,
        line.kind,
        line.message,
    )
    for place, value in enumerate(values, 1):
        write(listing.cell(HEAD_ROW + number, place), value)
    listing.cell(HEAD_ROW + number, 5).number_format = "@"
    listing.cell(HEAD_ROW + number, 7).alignment = Alignment(wrap_text=True, vertical="top")
    _colour(listing.cell(HEAD_ROW + number, 6), error=line.error)
    if at:
        link: Cell = listing.cell(HEAD_ROW + number, 4)
        name = sheet.replace("'", "''")
        link.hyperlink = Hyperlink(ref=link.coordinate, location=f"'{name}'!{at}", display=at)
        link.font = Font(color="FF0563C1", underline="single")


def _free(book: "Workbook", title: str) -> str:
    """The title, with a number where a sheet of the file bears it already."""
    taken = {name.lower() for name in book.sheetnames}
    names = (title if count == 1 else f"{title} {count}" for count in range(1, len(taken) + 2))
    return next(name for name in names if name.lower() not in taken)
