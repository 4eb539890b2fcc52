"""What formulas last gave, put back into a workbook that openpyxl has written without it.

A reader that does not calculate, as ours, would find such cells empty.
"""

import io
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import load_workbook
from openpyxl.utils.datetime import to_excel

if TYPE_CHECKING:
    from openpyxl import Workbook

FORMULA = re.compile(
    rb'<c r="(?P<cell>[A-Z]+\d+)"(?P<look>[^>]*)>(?P<formula><f[^>]*?(?:/>|>[^<]*</f>))<v ?/></c>'
)
ERROR = re.compile(r"#[A-Z/0]+[!?A]?")
Values = Mapping[str, Mapping[str, Any]]


def formulas(book: "Workbook") -> dict[str, set[str]]:
    """Sheet -> the cells that hold a formula; sheets without any are left out."""
    found = {
        sheet.title: {
            cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"
        }
        for sheet in book.worksheets
    }
    return {title: cells for title, cells in found.items() if cells}


def values(data: bytes, wanted: Mapping[str, set[str]]) -> Values:
    """Sheet -> cell -> what its formula last gave, as the file says."""
    if not wanted:
        return {}
    book = load_workbook(io.BytesIO(data), data_only=True, read_only=True)
    return {
        title: {
            cell.coordinate: cell.value
            for row in book[title].iter_rows()
            for cell in row
            if cell.value is not None and cell.coordinate in cells
        }
        for title, cells in wanted.items()
    }


def put_back(written: bytes, book: "Workbook", known: Values) -> bytes:
    """The workbook as it was written, with these values beside their formulas."""
    paths = {
        f"xl/worksheets/sheet{number}.xml": known[sheet.title]
        for number, sheet in enumerate(book.worksheets, 1)
        if known.get(sheet.title)
    }
    if not paths:
        return written
    into = io.BytesIO()
    with ZipFile(io.BytesIO(written)) as source, ZipFile(into, "w", ZIP_DEFLATED) as target:
        for entry in source.infolist():
            part = source.read(entry)
            if entry.filename in paths:
                part = FORMULA.sub(_filled(paths[entry.filename]), part)
            target.writestr(entry, part)
    return into.getvalue()


def _filled(known: Mapping[str, Any]) -> Callable[[re.Match[bytes]], bytes]:
    def fill(found: re.Match[bytes]) -> bytes:
        value = known.get(found["cell"].decode())
        if value is None:
            return found[0]
        kind, text = _said(value)
        said = f"<v>{escape(text)}</v></c>".encode()
        look = found["look"] + kind.encode()
        return b'<c r="%b"%b>%b%b' % (found["cell"], look, found["formula"], said)

    return fill


def _said(value: Any) -> tuple[str, str]:
    """The attribute that names a value's type, and the value as a sheet writes it."""
    if isinstance(value, bool):
        return ' t="b"', str(int(value))
    if isinstance(value, date | datetime | time | timedelta):
        return "", repr(to_excel(value))  # type: ignore[no-untyped-call]  # openpyxl gives it none
    if isinstance(value, str):
        return (' t="e"' if ERROR.fullmatch(value) else ' t="str"'), value
    return "", repr(value)
