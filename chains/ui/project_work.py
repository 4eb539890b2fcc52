"""What is done about a project, as seen on its page: problems, decisions, parts, submissions."""

from typing import Any

import pandas as pd
import streamlit as st

from chains import metrics
from chains.figures import numbers
from chains.i18n import _
from chains.metrics import Due
from chains.rules import LightRule
from chains.ui import links, session, show, tables

SUBMISSION = ("history", "submission_id")
PROJECT = ("project", "project_id")
SUBMISSION_COLUMNS = (
    "submission_id",
    "submitted_at",
    "submitted_by",
    "dataset",
    "file_name",
    "row_count",
    "source_rows",
    "message",
    "edition",
)
PART_COLUMNS = (
    "light",
    "name",
    "completion",
    "invested_ytd",
    "annual_plan",
    "county",
    "progress",
    "problem",
)


def problems(project: str) -> None:
    """Every problem that a report named, and whether the latest one still does."""
    _asked(
        "project_problems",
        _("No report has named a problem."),
        columns=("problem_state", "problem", "first_month", "last_month", "month_count"),
        project=project,
    )


def decisions(project: str) -> None:
    """What dispatch meetings decided on the project."""
    _asked(
        "project_dispatch",
        _("No dispatch meeting has decided on this project."),
        opens=SUBMISSION,
        project=project,
    )


def issues(profile: pd.DataFrame) -> None:
    """The issues that the building firm raised, where the register knows one firm of its name."""
    who: Any = next(profile.itertuples())
    if not isinstance(who.uscc, str):
        show.nothing(
            _("The register has no firm, or more than one, of exactly the builder's name.")
            if isinstance(who.builder, str)
            else _("The project names no builder.")
        )
        return
    _asked("firm_issues", _("The firm has raised no issue."), firm=who.uscc)


def parts(profile: pd.DataFrame, month: str, due: Due, rule: LightRule) -> None:
    """The parts of a package with their sum; nothing for a project without parts."""
    who: Any = next(profile.itertuples())
    if not who.parts:
        return
    frame = session.fetch("project_parts", project=who.project_id, month=month)
    compared = frame[(frame["annual_plan"] > 0) & frame["invested_ytd"].notna()]
    st.subheader(_("Parts of this project"), anchor=False)
    st.caption(
        _(
            "Totals count the {count} parts and not this project: {done} of {plan} "
            "with a plan and a report.",
            count=numbers.count(len(frame)),
            done=numbers.money(compared["invested_ytd"].sum(min_count=1)),
            plan=numbers.money(compared["annual_plan"].sum(min_count=1)),
        )
    )
    tables.table(
        metrics.lit(frame, due, rule),
        alt=show.title_of("project_parts"),
        columns=PART_COLUMNS,
        opens=PROJECT,
        key="parts",
    )
    links.source("project_parts", project=who.project_id, month=month)


def submissions(project: str) -> None:
    """The submissions that made what this page shows; a row opens the submission."""
    _asked(
        "project_submissions",
        _("Nothing of this project came from a submission."),
        columns=SUBMISSION_COLUMNS,
        opens=SUBMISSION,
        project=project,
    )


def _asked(
    question: str,
    empty: str,
    *,
    columns: tuple[str, ...] | None = None,
    opens: tuple[str, str] | None = None,
    **values: str,
) -> None:
    """A question's answer as a table, and its SQL."""
    frame = session.fetch(question, **values)
    alt = show.title_of(question)
    tables.table(frame, alt=alt, columns=columns, opens=opens, empty=empty, key=question)
    links.source(question, **values)
