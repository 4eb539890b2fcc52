"""A card for each of the first projects to call: why, how heavy, whom to call, what was decided."""

from typing import Any

import pandas as pd
import streamlit as st

from chains.derive.meeting_words import decided, still
from chains.figures import numbers
from chains.i18n import _
from chains.metrics import Due
from chains.rules import LightRule
from chains.ui import links, show, why

CARDS = 8


def shown(frame: pd.DataFrame, rule: LightRule, due: Due, **asked: Any) -> None:
    """The first projects, each with why, who answers, how it stands, what was decided.

    `asked` are the values with which queries/to_call.sql was asked.
    """
    if frame.empty:
        show.nothing(_("No project is behind or stands still for this choice."))
        return
    with st.grid(2, min_column_width=320):
        for row in frame.head(CARDS).itertuples():
            with st.container(border=True, height="stretch", gap="small"):
                _card(row)
                with st.container(horizontal=True, vertical_alignment="center"):
                    links.link(
                        "project",
                        _("Open the project"),
                        icon=":material/engineering:",
                        project=row.project_id,
                        month=asked["month"],
                    )
                    why.popover(
                        row,
                        subject=str(row.name),
                        month=asked["month"],
                        rule=rule,
                        due=due,
                        question="to_call",
                        values=asked,
                    )


def _card(row: Any) -> None:
    with st.container(
        horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"
    ):
        st.markdown(f"**{row.call_rank}. {show.plain(row.name)}**", width="content")
        st.markdown(show.light(row.light), width="content")
    st.markdown(f"{_weight(row)}  \n{_people(row)}")
    told = {
        _("Progress"): row.progress,
        _("Problem"): row.problem,
        _("Last decision"): decided(row),
    }
    st.markdown(
        "  \n".join(
            _("{name}: {value}", name=f"**{name}**", value=show.plain(text))
            for name, text in told.items()
            if isinstance(text, str) and text
        )
        or _("Nothing is reported on progress or problems.")
    )


def _weight(row: Any) -> str:
    """The parts of the ranking as a sum that can be read."""
    parts = _("{money} behind", money=f"**{numbers.money(row.behind)}**")
    if row.silent_months:
        parts += _(" (by the report of {month})", month=row.last_month or _("no month"))
    if not row.idle_months:
        return parts
    return _(
        "{behind} · **{still}**, × {part} a month = {added}; weight {weight}",
        behind=parts,
        still=still(row),
        part=numbers.money(row.annual_plan / 12),
        added=numbers.money(row.still_weight),
        weight=numbers.money(row.call_weight),
    )


def _people(row: Any) -> str:
    named = {
        _("Responsible leader"): row.leader,
        _("Chain chiefs"): row.chiefs,
        _("Liaison officer"): row.liaison,
        _("Builder"): row.builder,
    }
    return " · ".join(
        f"{name} " + (f"**{show.plain(text)}**" if isinstance(text, str) else numbers.DASH)
        for name, text in named.items()
    )
