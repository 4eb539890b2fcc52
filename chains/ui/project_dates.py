"""A project's dates as seen on its page: planned and actual, early, late or overdue."""

from typing import Any

import pandas as pd
import streamlit as st

from chains import schema
from chains.figures import numbers
from chains.i18n import _
from chains.ui import links, session

BADGE = {  # the colour and the mark of each state; its word stands beside them
    "提前": ("blue", "✓"),
    "按期": ("blue", "✓"),
    "已完成": ("blue", "✓"),
    "推迟": ("orange", "◆"),
    "逾期未完成": ("red", "▲"),
    "开工未入库": ("orange", "◆"),
    "未到期": ("gray", "○"),
    "未填报": ("gray", "—"),
}


def dates(project: str, month: str) -> None:
    """One card for each milestone, with the SQL under them."""
    with st.grid(4, min_column_width=165):
        for row in session.fetch("project_dates", project=project, month=month).itertuples():
            with st.container(border=True, height="stretch", gap="xsmall"):
                _milestone(row)
    links.source("project_dates", project=project, month=month)


def _milestone(row: Any) -> None:
    term = schema.derived()
    colour, mark = BADGE[row.milestone_state]
    word = term["milestone_state"].choice(row.milestone_state)
    st.markdown(f"**{term['milestone'].choice(row.milestone).capitalize()}**")
    st.markdown(f":{colour}-badge[{mark} {word}]")
    st.markdown(
        _(
            "planned {planned}  \nactual {actual}",
            planned=_day(row.planned_on),
            actual=_day(row.actual_on),
        )
        if row.milestone != "入库"
        else _("registered on {actual}", actual=_day(row.actual_on))
    )
    if said := _distance(row):
        st.caption(said)


def _distance(row: Any) -> str:
    """How many days it is away from its planned day, or registration from the start."""
    if pd.isna(row.days_behind) or row.milestone_state == "未到期":
        return ""
    days = int(row.days_behind)
    if row.milestone == "入库":
        return _("{days} days after the start", days=numbers.count(days))
    if days == 0:
        return ""
    if days < 0:
        return _("{days} days early", days=numbers.count(-days))
    return _("{days} days late", days=numbers.count(days))


def _day(moment: Any) -> str:
    return numbers.DASH if pd.isna(moment) else f"{moment:%Y-%m-%d}"
