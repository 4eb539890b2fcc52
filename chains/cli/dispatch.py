"""python -m chains dispatch"""

from argparse import Namespace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from chains import access, metrics, queries, rulebook
from chains.access import Person
from chains.cli import people
from chains.cli.output import as_json, table
from chains.derive import meeting
from chains.derive.meeting_words import notes, still
from chains.errors import UsageError
from chains.figures.palette import LIGHTS
from chains.i18n import _
from chains.rulebook.turning import due
from chains.rules import LightRule
from chains.store import Edition, Store


def run(given: Namespace) -> bool:
    """List the projects to call of a month, or write the list for the meeting as a workbook."""
    with Store(given.store).reading() as edition:
        month = _month(edition, given.month)
        rule = rulebook.in_force(edition)
        frame = _asked(edition, month, rule, given.top)
        if given.output:
            _written(edition, frame, month, rule, given)
            return True
    _printed(frame, given)
    return True


def _month(edition: Edition, wanted: str | None) -> str:
    """The month asked for, else the latest; UsageError where no project reported for it."""
    months = edition.fetch(queries.query("months"))["month"].tolist()
    if wanted is not None and wanted not in months:
        raise UsageError("No project has reported for {month}.", month=wanted)
    return str(wanted or next(iter(months), f"{date.today():%Y-%m}"))


def _asked(edition: Edition, month: str, rule: LightRule, top: int) -> pd.DataFrame:
    at = due(edition, month, rule)
    asked = {"month": month, "schedule": at.share, "limit": max(top, 0)}
    frame = edition.fetch(queries.query("to_call"), **asked)
    return metrics.lit(frame, at, rule)


def _written(
    edition: Edition, frame: pd.DataFrame, month: str, rule: LightRule, given: Namespace
) -> None:
    person: Person = given.person
    with people.recorded(person, "export", "to_call") as note:
        access.need(person, "export" if person.may("export") else "upload")
        note.detail = f"edition {edition.number}, {month}, {len(frame)} rows"
        owners = edition.fetch(queries.query("owners"))["owner"].tolist()
        about = notes(edition.number, month, rule.label)
        _write(given.output, meeting.workbook(frame, month, about, owners))


def _write(file: Path, data: bytes) -> None:
    try:
        file.expanduser().write_bytes(data)
    except OSError as error:
        raise UsageError(
            "The file {path} cannot be written: {reason}", path=file, reason=error.strerror
        ) from error


def _printed(frame: pd.DataFrame, given: Namespace) -> None:
    rows = [_said(row) for row in frame.itertuples()]
    if given.json:
        print(as_json(frame.astype(object).where(frame.notna(), None).to_dict("records")))
    elif not rows:
        print(_("No project is behind or stands still for this choice."))
    else:
        print(table(rows, _headers()))
        print(_("{shown} of {count} projects.", shown=len(rows), count=frame["projects"].iloc[0]))


def _said(row: Any) -> dict[str, Any]:
    """A row for a person: what it is, how far behind, whom to call."""
    light = LIGHTS[row.light]
    return {
        "rank": row.call_rank,
        "project_id": row.project_id,
        "name": row.name,
        "light": f"{light.mark} {_(light.word)}",
        "behind": f"{row.behind:,.1f}",
        "still": still(row),
        "leader": row.leader if isinstance(row.leader, str) else "",
        "problem": row.problem if isinstance(row.problem, str) else "",
    }


def _headers() -> dict[str, str]:
    return {
        "rank": _("Rank"),
        "project_id": _("Code"),
        "name": _("Project"),
        "light": _("Light"),
        "behind": _("Behind by, 万元"),
        "still": _("Standing still"),
        "leader": _("Responsible leader"),
        "problem": _("Problem"),
    }
