"""Who makes the gap, as seen on the page: the few projects that make most of it, and all."""

import pandas as pd
import streamlit as st

from chains import metrics
from chains.figures import numbers
from chains.figures.pareto import pareto, vital
from chains.i18n import _
from chains.ui import links, session, show, tables
from chains.ui.course_look import Look, clickable, open_project

COLUMNS = (
    "light",
    "name",
    "behind",
    "gap_share",
    "gap_share_so_far",
    "completion",
    "schedule",
    "annual_plan",
    "chain",
    "county",
    "leader",
)


def gap(look: Look) -> None:
    """The projects behind the schedule from the largest down, with their parts added up."""
    asked = look.asked()
    frame = metrics.lit(session.fetch("gap_shares", **asked), look.due, look.rule)
    if frame.empty:
        show.nothing(_("No project of this choice is behind the schedule."))
        links.source("gap_shares", **asked)
        return
    _said(frame)
    dark = show.dark()
    drawn = session.kept(lambda: pareto(frame, dark=dark), "pareto", *look.key, dark)
    open_project(clickable(drawn, key="pareto", alt=show.title_of("gap_shares")), look)
    tables.table(
        frame,
        alt=show.title_of("gap_shares"),
        columns=COLUMNS,
        opens=("project", "project_id"),
        key="gap_shares",
        height=420,
    )
    links.source("gap_shares", **asked)


def _said(frame: pd.DataFrame) -> None:
    """How few make 80 % of it, and how the others' lead compares."""
    count, behind, net = vital(frame), frame["behind"].sum(), frame["net_behind"].iloc[0]
    st.markdown(
        _(
            "**{count} of {all} projects behind the schedule make {share} of the gap** of {money}.",
            count=count,
            all=numbers.count(len(frame)),
            share=numbers.percent(frame["gap_share_so_far"].iloc[count - 1]),
            money=numbers.money(behind),
        )
    )
    st.caption(
        _("Others are ahead by {ahead}; all together {net} ahead.", **_sums(behind, net))
        if net <= 0
        else _("Others are ahead by {ahead}; all together {net} behind.", **_sums(behind, net))
    )


def _sums(behind: float, net: float) -> dict[str, str]:
    return {"ahead": numbers.money(behind - net), "net": numbers.money(abs(net))}
