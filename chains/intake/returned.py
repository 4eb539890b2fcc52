"""A file with faults on its way back: the same workbook, marked, or its faulty rows alone."""

import logging
from dataclasses import replace
from pathlib import PurePosixPath

from chains.errors import FileRefused
from chains.i18n import _
from chains.intake import apart, marking, marks, plainly, sheet, table
from chains.intake.fault import errors
from chains.intake.header import Header
from chains.intake.marks import Plan
from chains.intake.plainly import Rows
from chains.intake.submission import Submission

MOST_CELLS = 400_000  # a larger file comes back as its faulty rows
LONGEST_STEM = 100

_log = logging.getLogger(__name__)


def workbook(data: bytes, submission: Submission) -> tuple[str, bytes]:
    """Name and bytes of the file with its faults marked and listed, to be mended and sent again.

    An .xlsx file stays as it is but for the marks; any other becomes one. Of a file that is
    larger than a spreadsheet opens at ease, the faulty rows alone come back.
    """
    found = _header(data, submission)
    if submission.rows * found.width > MOST_CELLS:
        return faulty_rows(data, submission)
    plan = marks.plan(submission.faults, found, submission.sheet)
    name = _name(submission, _("{name} to correct"))
    if submission.kind == "xlsx":
        try:
            return name, apart.made(marking.marked, data, plan)
        except FileRefused as error:
            _log.warning("%s: %s", submission.sha256, error.values)
            plan = marks.without_look(plan)
    return name, _made(_rows(data, submission), found, plan, submission)


def faulty_rows(data: bytes, submission: Submission) -> tuple[str, bytes]:
    """Name and bytes of a workbook of the file's header and faulty rows, for what was left out."""
    found = _header(data, submission)
    faulty = {fault.row for fault in errors(submission.faults)} | {*submission.left_out}
    kept = [one for one in _rows(data, submission) if one[0] <= found.row or one[0] in faulty]
    places = {row: place for place, (row, _cells) in enumerate(kept, 1)}
    plan = marks.moved(marks.plan(submission.faults, found, submission.sheet), places)
    rows = [(places[row], cells) for row, cells in kept]
    at = replace(found, row=places.get(found.row, found.row))
    return _name(submission, _("{name} rows left out")), _made(rows, at, plan, submission)


def _made(rows: Rows, found: Header, plan: Plan, submission: Submission) -> bytes:
    figures = [one.index for one in found.columns if one.field.type in {"number", "integer"}]
    title = submission.sheet or submission.dataset.title
    return apart.made(plainly.made, rows, title, figures, found.row, plan)


def _header(data: bytes, submission: Submission) -> Header:
    named, columns = submission.sheet or None, submission.asked.columns
    return table.read(data, submission.dataset, sheet=named, columns=columns).header


def _rows(data: bytes, submission: Submission) -> Rows:
    """Every row of the file with its number, as far as the file could be read."""
    named, columns = submission.sheet or None, submission.asked.columns
    found = sheet.read(data, submission.dataset, sheet=named, columns=columns)
    return [(number, cells) for number, cells in found.records() if cells]


def _name(submission: Submission, form: str) -> str:
    """The file's own name with what it is; sent to and fro it does not grow."""
    stem = PurePosixPath(submission.file_name).stem
    for known in (_("{name} to correct"), _("{name} rows left out")):
        stem = stem.removesuffix(known.format(name=""))
    return f"{form.format(name=stem[:LONGEST_STEM])}.xlsx"
