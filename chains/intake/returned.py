"""A file with faults on its way back: the same workbook, marked, or its faulty rows alone."""

import logging
from dataclasses import replace
from pathlib import PurePosixPath

from chains.errors import FileRefused
from chains.i18n import _
from chains.intake import apart, marks, sheet, table
from chains.intake.fault import errors
from chains.intake.header import Header
from chains.intake.marks import Plan, Rows
from chains.intake.submission import Submission

MOST_CELLS = 400_000  # a larger file comes back as its faulty rows
LONGEST_STEM = 100

_log = logging.getLogger(__name__)


def names(submission: Submission) -> tuple[str, str]:
    """What the marked file is called, and what its faulty rows alone are called.

    They begin with the file's own name; sent to and fro it does not grow.
    """
    stem = PurePosixPath(submission.file_name).stem
    forms = _("{name} to correct"), _("{name} rows left out")
    for form in forms:
        stem = stem.removesuffix(form.format(name=""))
    marked, faulty = (f"{form.format(name=stem[:LONGEST_STEM])}.xlsx" for form in forms)
    return marked, faulty


def workbook(data: bytes, submission: Submission) -> tuple[str, bytes]:
    """Name and bytes of the file with its faults marked and listed, to be mended and sent again.

    An .xlsx file stays as it is but for the marks; any other becomes one. Of a file that is
    larger than a spreadsheet opens at ease, the faulty rows alone come back.
    """
    name, _faulty = names(submission)
    found = _header(data, submission)
    plan = marks.plan(submission.faults, found, submission.sheet)
    if submission.rows * found.width > MOST_CELLS:
        return name, _alone(data, submission, found, marks.with_faulty_rows_only(plan))
    if submission.kind == "xlsx":
        from chains.intake import marking  # slow to import, as the writer of workbooks is

        try:
            return name, apart.made(marking.marked, data, plan)
        except FileRefused as error:
            _log.warning("%s: %s", submission.sha256, error.values)
            plan = marks.without_look(plan)
    return name, _made(_rows(data, submission), found, plan, submission)


def faulty_rows(data: bytes, submission: Submission) -> tuple[str, bytes]:
    """Name and bytes of a workbook of the file's header and faulty rows, for what was left out."""
    _marked, name = names(submission)
    found = _header(data, submission)
    plan = marks.plan(submission.faults, found, submission.sheet)
    return name, _alone(data, submission, found, plan)


def _alone(data: bytes, submission: Submission, found: Header, plan: Plan) -> bytes:
    faulty = {fault.row for fault in errors(submission.faults)} | {*submission.left_out}
    kept = [one for one in _rows(data, submission) if one[0] <= found.row or one[0] in faulty]
    places = {row: place for place, (row, _cells) in enumerate(kept, 1)}
    rows = [(places[row], cells) for row, cells in kept]
    at = replace(found, row=places.get(found.row, found.row))
    return _made(rows, at, marks.moved(plan, places), submission)


def _made(rows: Rows, found: Header, plan: Plan, submission: Submission) -> bytes:
    from chains.intake import plainly  # slow to import, as the writer of workbooks is

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
