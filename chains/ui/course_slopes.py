"""From one month to the next as seen on the page: who moved against the schedule, and how far."""

from typing import Any

import pandas as pd
import streamlit as st

from chains import schema
from chains.errors import N_
from chains.figures.slopes import extremes, points
from chains.figures.slopes import slopes as sloping
from chains.i18n import _
from chains.ui import links, session, show, tables
from chains.ui.course_look import Look, clickable, switch

QUESTION = "month_slopes"
GROUPS = {"chain": N_("By chain"), "county": N_("By county"), "level": N_("By list")}
COLUMNS = (
    "name",
    "distance_change",
    "distance",
    "distance_before",
    "completion",
    "completion_before",
    "compared",
)


def slopes(look: Look) -> None:
    """Every chain, county or list by its distance to the schedule, this month and the last."""
    names = {code: _(text) for code, text in GROUPS.items()}
    by = switch("by", names, _("Compared"))
    before = _before(look.month)
    asked = look.asked(by=by, schedule_before=look.share(before) if before else None)
    frame = _named(session.fetch(QUESTION, **asked), by)
    if frame.empty or before is None:
        show.nothing(_("There is no earlier month of this year to compare with."))
        links.source(QUESTION, **asked)
        return
    _said(frame)
    dark = show.dark()
    drawn = session.kept(
        lambda: sloping(frame, before=before, after=look.month, dark=dark),
        QUESTION,
        by,
        *look.key,
        dark,
    )
    _follow(clickable(drawn, key=QUESTION, alt=show.title_of(QUESTION)), by, look)
    st.caption(_("Choose a line to see which of its projects make the gap."))
    if by == "level":
        st.caption(_("A project may stand on several lists, so lists are never added."))
    tables.table(
        frame,
        alt=show.title_of(QUESTION),
        columns=COLUMNS,
        key=f"{QUESTION}_table",
        picks=None,
    )
    links.source(QUESTION, **asked)


def _before(month: str) -> str | None:
    """The month reported before this one in the same year."""
    months = session.fetch("months")["month"].tolist()
    return next((one for one in months if month[:4] <= one < month), None)


def _named(frame: pd.DataFrame, by: str) -> pd.DataFrame:
    """Lists have codes for names; they are said in the language in force."""
    if by != "level":
        return frame
    say = schema.derived()["level"].choice
    return frame.assign(name=[say(code) for code in frame["key"]])


def _said(frame: pd.DataFrame) -> None:
    """What fell most and what rose most against the schedule."""
    worst, best = extremes(frame)
    if worst is not None:
        st.markdown("▼ " + _("Fell most: **{name}**, {change} points to {now}", **_moved(worst)))
    if best is not None:
        st.markdown("▲ " + _("Rose most: **{name}**, {change} points to {now}", **_moved(best)))
    if worst is None and best is None:
        st.markdown(_("Nothing moved against the schedule."))


def _moved(row: Any) -> dict[str, str]:
    change, now = points(row["distance_change"]), points(row["distance"])
    return {"name": show.plain(row["name"]), "change": change, "now": now}


def _follow(key: str | None, by: str, look: Look) -> None:
    """Open who makes the gap of the group that was clicked."""
    if key:
        links.go("course", view="gap", rule=look.rule.name, **{**look.chosen, by: key})
