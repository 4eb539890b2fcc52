"""The list of projects to call as a workbook: to print, to fill in at the meeting, to upload."""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from chains import schema
from chains.derive import lists
from chains.derive.form import HEAD, NEEDED, write
from chains.derive.meeting_words import answering, decided, standing
from chains.i18n import _

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

DATASET = "dispatch"
FILLED_IN = ("resolution", "owner", "due_on", "done_on")
MONEY, SHARE, DAY, TEXT = "#,##0.0", "0.0%", "yyyy-mm-dd", "@"
SIZE = 10  # points on the screen; A4 takes about three quarters of it
SIDES = {"left": 0.3, "right": 0.3, "top": 0.6, "bottom": 0.5, "header": 0.3, "footer": 0.25}


class Column(NamedTuple):
    """A column of the list; `blank` ones are for the meeting to fill in."""

    title: str
    width: int
    form: str
    values: Sequence[Any]
    blank: bool = False


def workbook(
    frame: pd.DataFrame, month: str, notes: Sequence[tuple[str, str]], owners: Sequence[str]
) -> bytes:
    """An .xlsx file of the answer of queries/to_call.sql, a row a project, in its order.

    What the meeting decided on the month already stands in its columns, so that an upload of the
    file keeps it. `owners` may be chosen from a list; `notes` stand on a sheet of their own.
    """
    from openpyxl import Workbook  # slow to import, and most pages need none

    book = Workbook()
    sheet: Worksheet = book.worksheets[0]
    sheet.title = _("Dispatch list")
    columns = _columns(frame, month)
    for place, column in enumerate(columns, 1):
        _write(sheet, place, column)
    _choose(book, [one.title for one in columns], owners, len(frame) + 1)
    _to_print(sheet, _("Projects for the dispatch meeting, {month}", month=month))
    _explain(book, notes)
    into = io.BytesIO()
    book.save(into)
    return into.getvalue()


def _columns(frame: pd.DataFrame, month: str) -> list[Column]:
    """What each project is, how far behind, who answers; then what the meeting fills in."""
    rows: list[Any] = list(frame.itertuples())
    return [
        Column(_("No."), 5, "0", frame["call_rank"].tolist()),
        Column(_needed("project_id"), 9, TEXT, frame["project_id"].tolist()),
        Column(_needed("month"), 9, TEXT, [month] * len(rows)),
        Column(_("Project"), 20, TEXT, frame["name"].tolist()),
        Column(_("Chain and county"), 11, TEXT, [_both(row.chain, row.county) for row in rows]),
        Column(
            schema.dataset("project").field("builder").label, 14, TEXT, _texts(frame["builder"])
        ),
        *(_figure(frame, name) for name in ("annual_plan", "invested_ytd")),
        Column(_("Completion"), 8, SHARE, _known(frame["invested_ytd"] / frame["annual_plan"])),
        *(_figure(frame, name) for name in ("behind", "idle_months", "call_weight")),
        Column(_("Who answers"), 18, TEXT, [answering(row) for row in rows]),
        Column(_("Progress and problem"), 20, TEXT, [standing(row) for row in rows]),
        Column(_("Last decision"), 22, TEXT, [_earlier(row, month) for row in rows]),
        *(_filled_in(frame, month, name) for name in FILLED_IN),
    ]


def _needed(name: str) -> str:
    return f"*{schema.dataset(DATASET).field(name).label}"


def _figure(frame: pd.DataFrame, name: str) -> Column:
    term = schema.term(name)
    title = term.measured if term else name
    form = "0" if name == "idle_months" else MONEY
    return Column(title, 8 if form == "0" else 10, form, _known(frame[name]))


def _filled_in(frame: pd.DataFrame, month: str, name: str) -> Column:
    """A column for the meeting, with what it has decided on this month so far."""
    here = frame["decided_in"] == month
    field = schema.dataset(DATASET).field(name)
    values = _known(frame[name].where(here))
    if field.type == "date":
        return Column(field.label, 11, DAY, [one and one.to_pydatetime() for one in values], True)
    return Column(field.label, 22 if name == "resolution" else 13, TEXT, values, True)


def _earlier(row: Any, month: str) -> str:
    """The last decision, where it is none of this month's."""
    return "" if row.decided_in == month else decided(row)


def _both(*texts: Any) -> str:
    return "\n".join(text for text in texts if isinstance(text, str))


def _texts(column: "pd.Series[Any]") -> list[str]:
    return [text if isinstance(text, str) else "" for text in column]


def _known(column: "pd.Series[Any]") -> list[Any]:
    """The values as Python has them; None where there is none."""
    return [None if pd.isna(value) else value for value in column]


def _write(sheet: "Worksheet", place: int, column: Column) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter

    line = Side("thin", color="FFBFBFBF")
    box, font = Border(line, line, line, line), Font(size=SIZE)
    wrapped = Alignment(vertical="top", wrap_text=column.form == TEXT)
    for row, value in enumerate(column.values, 2):
        cell = sheet.cell(row, place)
        write(cell, value or None if isinstance(value, str) else value)
        cell.number_format = column.form
        cell.alignment, cell.border, cell.font = wrapped, box, font
    head = sheet.cell(1, place)
    write(head, column.title)
    head.font, head.border = Font(size=SIZE, bold=True, color="FFFFFFFF"), box
    head.fill = PatternFill("solid", fgColor=NEEDED if column.blank else HEAD)
    head.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    sheet.column_dimensions[get_column_letter(place)].width = column.width


def _choose(book: "Workbook", titles: Sequence[str], owners: Sequence[str], last: int) -> None:
    """An owner is chosen from a list, or written; a day is a day."""
    from openpyxl.utils import get_column_letter

    field = schema.dataset(DATASET).field
    rules = {name: lists.day_rule() for name in ("due_on", "done_on")}
    if owners:
        said = _("This is no department of the list. It can be kept.")
        rules["owner"] = lists.choice_rule(lists.choices(book, "owner", owners), said, "warning")
    for name, rule in rules.items():
        letter = get_column_letter(titles.index(field(name).label) + 1)
        rule.add(f"{letter}2:{letter}{max(last, 2)}")
        book.worksheets[0].add_data_validation(rule)


def _to_print(sheet: "Worksheet", title: str) -> None:
    """A4 across, all columns on a page, the header on every page; the name stays in sight."""
    from openpyxl.worksheet.page import PageMargins
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.freeze_panes = "E2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(**SIDES)
    for band, text in ((sheet.oddHeader, title.replace("&", "&&")), (sheet.oddFooter, "&P / &N")):
        if band is not None:  # openpyxl's types say that it may be missing
            band.center.text = text


def _explain(book: "Workbook", notes: Sequence[tuple[str, str]]) -> None:
    from openpyxl.styles import Alignment

    about = book.create_sheet(_("About this list"))
    for row, pair in enumerate(notes, 1):
        for place, text in enumerate(pair, 1):
            cell = about.cell(row, place)
            write(cell, text)
            cell.alignment = Alignment(vertical="top", wrap_text=True)
    about.column_dimensions["A"].width, about.column_dimensions["B"].width = 18, 90
