"""One project as seen on its page: light and reason, numbers, who answers, dates."""

from typing import Any

import pandas as pd
import streamlit as st

from chains.figures import numbers
from chains.i18n import _
from chains.ui import show, tables


def card(frame: pd.DataFrame) -> None:
    """One project: its light and reason, its numbers, who answers, its dates."""
    if frame.empty:
        show.nothing()
        return
    row: Any = next(frame.itertuples())
    with st.container(border=True, gap="small"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"### {show.plain(row.name)}", width="content")
            st.markdown(show.light(row.light), width="content")
        st.caption(show.plain(row.reason))
        with st.grid(4, min_column_width=170):
            st.metric(_("Annual plan"), numbers.money(row.annual_plan))
            st.metric(_("Invested, year to date"), numbers.money(row.invested_ytd))
            st.metric(_("Completion"), numbers.percent(row.completion))
            st.metric(_("Total investment"), numbers.money(row.total_investment))
        st.markdown(_facts(row))


def _facts(row: Any) -> str:
    """Who, where, when and what, one a line, for what is known."""
    facts = {
        _("Chain"): row.chain,
        _("County"): row.county,
        _("Lists"): tables.listed(row.levels) if isinstance(row.levels, str) else None,
        _("Responsible leader"): row.leader,
        _("Builder"): row.builder,
        _("Content"): row.content,
        _("Planned"): f"{_day(row.planned_start)} – {_day(row.planned_finish)}",
        _("Actual"): f"{_day(row.actual_start)} – {_day(row.actual_finish)}",
        _("Progress"): row.progress,
        _("Problem"): row.problem,
        _("Entered by"): _origin(row),
    }
    return "  \n".join(
        f"{name}：{show.plain(value)}" for name, value in facts.items() if isinstance(value, str)
    )


def _origin(row: Any) -> str | None:
    """The submission that brought the project: number, time, person."""
    if pd.isna(row.submission_id) or pd.isna(row.submitted_at):
        return None
    return _(
        "submission {number}, {at:%Y-%m-%d %H:%M}, {by}",
        number=int(row.submission_id),
        at=row.submitted_at,
        by=row.submitted_by,
    )


def _day(moment: Any) -> str:
    return numbers.DASH if pd.isna(moment) else f"{moment:%Y-%m-%d}"
