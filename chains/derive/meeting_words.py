"""What a list of projects to call says in words: who answers, how it stands, what was decided."""

from datetime import date
from typing import Any

import pandas as pd

from chains import schema
from chains.i18n import _


def answering(row: Any) -> str:
    """Who answers for the project, one a line: its leader, the chain's chiefs, its liaison."""
    return _lines(
        (_("Responsible leader"), row.leader),
        (_("Chain chiefs"), row.chiefs),
        (_("Liaison officer"), row.liaison),
    )


def standing(row: Any) -> str:
    """The last progress text and the problem that stands, one a line."""
    return _lines((_("Progress"), row.progress), (_("Problem"), row.problem))


def still(row: Any) -> str:
    """How long the project has stood still; empty where it has not."""
    if not row.idle_months:
        return ""
    if not row.silent_months:
        return _("months without progress: {months}", months=int(row.idle_months))
    return _(
        "months without progress: {months}, the last {silent} without a report",
        months=int(row.idle_months),
        silent=int(row.silent_months),
    )


def decided(row: Any) -> str:
    """The last decision of a dispatch meeting: month, text, owner, deadline, and its state."""
    if not isinstance(row.resolution, str):
        return ""
    term = schema.derived()["decision_state"]
    told = [
        row.owner if isinstance(row.owner, str) else "",
        "" if pd.isna(row.due_on) else _("by {day:%Y-%m-%d}", day=row.due_on),
        "" if pd.isna(row.done_on) else _("done on {day:%Y-%m-%d}", day=row.done_on),
        "" if not pd.isna(row.done_on) else term.choice(row.decision_state),
    ]
    return _(
        "{month}: {decision} ({details})",
        month=row.decided_in,
        decision=row.resolution,
        details=_(", ").join(filter(None, told)),
    )


def _lines(*pairs: tuple[str, Any]) -> str:
    known = ((name, text) for name, text in pairs if isinstance(text, str) and text.strip())
    return "\n".join(_("{name}: {value}", name=name, value=text) for name, text in known)


def notes(edition: int, month: str, rule: str) -> list[tuple[str, str]]:
    """What stands beside the list: where it is from, how it is ranked, how it comes back."""
    return [
        (_("Edition"), str(edition)),
        (_("Month"), month),
        (_("Rule of the lights"), rule),
        (_("Made on"), f"{date.today():%Y-%m-%d}"),
        (
            _("How it is ranked"),
            _(
                "Weight = money behind + months still × a twelfth of the annual plan; it ranks and "
                "is no investment. Invested is what was last reported in the year."
            ),
        ),
        (
            _("How it comes back"),
            _(
                "Fill in decision, owner, deadline and, later, the day on which it was done. "
                "Upload the file as “{dataset}”: the other columns are left out. A row without a "
                "decision may stay.",
                dataset=schema.dataset("dispatch").label,
            ),
        ),
    ]
