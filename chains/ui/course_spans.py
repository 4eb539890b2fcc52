"""Starts and finishes as seen on the page: planned and actual days, those late marked."""

from datetime import date, timedelta

import pandas as pd
import streamlit as st

from chains.errors import N_
from chains.figures import numbers
from chains.figures.gantt import MOST, gantt
from chains.i18n import _
from chains.ui import links, session, show, tables
from chains.ui.course_look import Look, clickable, open_project, switch

MILESTONES = {"start": N_("Starts of the year"), "finish": N_("Finishes of the year")}
COLUMNS = (
    "name",
    "days_behind",
    "planned_start",
    "actual_start",
    "planned_finish",
    "actual_finish",
    "chain",
    "county",
    "leader",
)


def spans(look: Look) -> None:
    """The projects whose start, or finish, falls into the year or is overdue."""
    names = {code: _(text) for code, text in MILESTONES.items()}
    milestone = switch("milestone", names, _("Milestone"))
    asked = {**look.chosen, "milestone": milestone}
    frame = session.fetch("project_spans", **asked)
    joint = session.fetch("joint_days", year=int(look.month[:4]))
    if frame.empty:
        show.nothing(_("No start or finish of this choice falls into the year."))
        links.source("project_spans", **asked)
        return
    _said(frame)
    dark, day = show.dark(), _day(look.month)
    drawn = session.kept(
        lambda: gantt(frame, joint, day=day, dark=dark), "gantt", milestone, *look.key, dark
    )
    open_project(clickable(drawn, key="gantt", alt=show.title_of("project_spans")), look)
    st.caption(
        _(
            "Outlined: planned. Solid: actual, open ends run to the day that is looked at (the "
            "upright line). ◆ came late, ▲ overdue; dashed upright: joint starts and completions."
        )
    )
    tables.table(
        frame,
        alt=show.title_of("project_spans"),
        columns=COLUMNS,
        opens=("project", "project_id"),
        key="project_spans",
        height=420,
    )
    with st.container(horizontal=True):
        links.source("project_spans", **asked)
        links.source("joint_days", year=int(look.month[:4]))


def _said(frame: pd.DataFrame) -> None:
    """How many came in time, late, or are overdue; and that only some are drawn."""
    late = frame["days_behind"].fillna(0) > 0
    came = frame["actual_on"].notna()
    st.markdown(
        _(
            "{all} projects: {came} came, **{late} of them late**; **{overdue} overdue**.",
            all=numbers.count(len(frame)),
            came=numbers.count(came.sum()),
            late=numbers.count((late & came).sum()),
            overdue=numbers.count((late & ~came).sum()),
        )
    )
    if len(frame) > MOST:
        st.caption(_("The first {count} are drawn; the table holds all.", count=MOST))


def _day(month: str) -> date:
    """The last day of a month, or today where that is earlier."""
    following = date(int(month[:4]), int(month[5:7]), 28) + timedelta(days=4)
    return min(following - timedelta(days=following.day), date.today())
