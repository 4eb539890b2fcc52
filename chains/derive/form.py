"""A dataset's template as a workbook: a sheet to fill in, what its columns mean, its codes."""

import io
import re
import unicodedata
from collections.abc import Hashable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from chains.derive.words import YES_NO, example
from chains.export import FORMULA
from chains.i18n import _
from chains.schema import Dataset, Field

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

Cell = Any  # the types of openpyxl take every cell for one that may be merged
Codes = Mapping[str, Sequence[tuple[str, str]]]

UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
FORMATS = {"string": "@", "yearmonth": "@", "date": "yyyy-mm-dd", "integer": "0"}
NARROWEST, WIDEST = 10, 40
HEAD, NEEDED, EXAMPLE = "FF1F4E79", "FF9C3A00", "FF7F7F7F"


def workbook(
    dataset: Dataset, rows: pd.DataFrame | None = None, codes: Codes | None = None
) -> bytes:
    """An .xlsx file: the sheet to fill in, with drop-down lists, and a sheet that explains it.

    `rows` fills it in; without them one example row stands there, as in the CSV template.
    `codes` lists what references may point to: by dataset, each code with its name.
    """
    from openpyxl import Workbook  # slow to import, and most pages need none

    from chains.derive import explained, lists

    book = Workbook()
    sheet: Worksheet = book.worksheets[0]
    sheet.title = dataset.title
    _header(sheet, dataset)
    if rows is None:
        _example(sheet, dataset)
    else:
        _fill(sheet, dataset, rows)
        sheet.auto_filter.ref = sheet.dimensions
    explained.add(book, dataset)
    lists.add(book, dataset, codes or {})
    into = io.BytesIO()
    book.save(into)
    return into.getvalue()


def titled(field: Field) -> str:
    """The title over a column: with its unit, and a star where it must be filled in."""
    return f"*{field.header}" if field.required else field.header


def write(cell: Cell, value: object) -> None:
    """Put a value into a cell; a text stays a text, whatever it begins with."""
    if not isinstance(value, str):
        cell.value = value
        return
    cell.value = UNPRINTABLE.sub("", value)
    cell.data_type = "s"
    cell.quotePrefix = value.startswith(FORMULA)


def across(text: str) -> int:
    """How wide a text is, in half-width characters."""
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)


def _header(sheet: "Worksheet", dataset: Dataset) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    for place, field in enumerate(dataset.fields, 1):
        cell = sheet.cell(1, place)
        write(cell, titled(field))
        cell.font = Font(bold=True, color="FFFFFFFF")
        cell.fill = PatternFill("solid", fgColor=NEEDED if field.required else HEAD)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        if field.help:
            cell.comment = Comment(field.help, dataset.title)
        column = sheet.column_dimensions[get_column_letter(place)]
        column.width = _width(field)
        column.number_format = FORMATS.get(field.type, "General")
    sheet.row_dimensions[1].height = 32
    sheet.freeze_panes = f"{get_column_letter(_frozen(dataset) + 1)}2"


def _frozen(dataset: Dataset) -> int:
    """How many columns stay in sight on the left: those of the key that stand there, at most 2."""
    count = 0
    for field in dataset.fields[:2]:
        if field.name not in dataset.key:
            break
        count += 1
    return count


def _width(field: Field) -> int:
    longest = max(across(titled(field)), across(example(field))) + 4
    return min(max(longest, NARROWEST), WIDEST)


def _example(sheet: "Worksheet", dataset: Dataset) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Font

    for place, field in enumerate(dataset.fields, 1):
        cell = sheet.cell(2, place)
        _put(cell, field, _typed(field))
        cell.font = Font(italic=True, color=EXAMPLE)
    said = _("An example: write over it, or delete the row.")
    sheet.cell(2, 1).comment = Comment(said, dataset.title)


def _typed(field: Field) -> Any:
    if field.type == "date" and field.example:
        return date.fromisoformat(str(field.example))
    return field.example


def _fill(sheet: "Worksheet", dataset: Dataset, rows: pd.DataFrame) -> None:
    for place, field in enumerate(dataset.fields, 1):
        if field.name in rows.columns:
            for row, value in enumerate(_values(rows[field.name]), 2):
                _put(sheet.cell(row, place), field, value)


def _values(column: "pd.Series[Any]") -> Iterator[Hashable]:
    """Every value of a column as Python has it; None where there is none."""
    for value, empty in zip(column.tolist(), column.isna(), strict=True):
        yield None if empty else value


def _put(cell: Cell, field: Field, value: Any) -> None:
    match field.type:
        case "boolean" if value not in {None, ""}:
            write(cell, YES_NO[str(value).lower()])
        case "date" if isinstance(value, date):
            write(cell, date(value.year, value.month, value.day))
        case "integer" if value not in {None, ""}:
            write(cell, int(value))
        case _:
            write(cell, value if value != "" else None)
    cell.number_format = FORMATS.get(field.type, "General")
