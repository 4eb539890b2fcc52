"""Money against time as seen on the page: who has spent the time and not the money."""

import pandas as pd
import streamlit as st

from chains import metrics
from chains.figures import numbers
from chains.figures.scatter import MOST, money_and_time
from chains.i18n import _
from chains.ui import links, session, show, tables
from chains.ui.course_look import Look, clickable, open_project

QUESTION = "money_and_time"
COLUMNS = (
    "light",
    "name",
    "time_share",
    "money_share",
    "time_gap",
    "invested_total",
    "total_investment",
    "started_on",
    "planned_finish",
    "chain",
    "county",
)


def time(look: Look) -> None:
    """Each project by the time that has passed and the money that was spent since its start."""
    frame = metrics.lit(session.fetch(QUESTION, **look.chosen), look.due, look.rule)
    if frame.empty:
        show.nothing()
        links.source(QUESTION, **look.chosen)
        return
    _said(frame)
    dark = show.dark()
    drawn = session.kept(lambda: money_and_time(frame, dark=dark), QUESTION, *look.key, dark)
    open_project(clickable(drawn, key=QUESTION, alt=show.title_of(QUESTION)), look)
    tables.table(
        frame,
        alt=show.title_of(QUESTION),
        columns=COLUMNS,
        opens=("project", "project_id"),
        key=f"{QUESTION}_table",
        height=420,
    )
    links.source(QUESTION, **look.chosen)


def _said(frame: pd.DataFrame) -> None:
    """How many have spent less of their money than of their time, and who is not drawn."""
    known = frame["time_gap"].notna()
    st.markdown(
        _(
            "**{behind} of {all} projects have spent less of their money than of their time**, "
            "{far} of them by 20 points or more.",
            behind=numbers.count((frame["time_gap"] < 0).sum()),
            all=numbers.count(known.sum()),
            far=numbers.count((frame["time_gap"].astype(float).round(9) <= -0.2).sum()),
        )
    )
    if not known.all():
        st.caption(
            _(
                "{count} projects are not drawn: a date or the total investment is missing, or "
                "their reports do not reach back to the start.",
                count=numbers.count((~known).sum()),
            )
        )
    if known.sum() > MOST:
        st.caption(_("The {count} furthest behind are drawn; the table holds all.", count=MOST))
    st.caption(_("Finished projects are left out. Light: the year's plan, by the chosen rule."))
