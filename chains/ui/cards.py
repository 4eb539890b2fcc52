"""The overview's cards: headline figures with their parts, and one card for each chain."""

from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

from chains.errors import N_
from chains.figures import numbers
from chains.i18n import _
from chains.ui import links, show


class Headline(NamedTuple):
    """How a row of queries/headline.sql is said: title, parts, and what was left out."""

    title: str
    parts: str
    left_out: str
    money: bool


HEADLINES = {
    "completion": Headline(
        N_("Major projects against the plan"),
        N_("{numerator} of {denominator}, {period}"),
        N_("{count} projects without plan or report not counted"),
        True,
    ),
    "output": Headline(
        N_("Output above scale, year to date"),
        N_("{numerator} against {denominator} a year before, {period}"),
        "",
        True,
    ),
    "resolved": Headline(
        N_("Issues resolved"),
        N_("{numerator} of {denominator}, to {period}"),
        N_("{count} overdue"),
        False,
    ),
    "visited": Headline(
        N_("Enterprises visited"), N_("{numerator} of {denominator}, to {period}"), "", False
    ),
}


def headlines(frame: pd.DataFrame) -> None:
    """The headline figures, each with its numerator and denominator under it."""
    with st.grid(4, min_column_width=230):
        for row in frame.itertuples():
            with st.container(border=True, height="stretch"):
                _headline(row)


def _headline(row: Any) -> None:
    said = HEADLINES[row.key]
    form = numbers.money if said.money else numbers.count
    growth = row.key == "output"
    st.metric(
        _(said.title),
        form(row.numerator) if growth else numbers.percent(row.rate),
        delta=numbers.percent(row.rate - 1) if growth and row.rate == row.rate else None,
        delta_description=_("year on year") if growth else None,
    )
    st.caption(
        _(
            said.parts,
            numerator=form(row.numerator),
            denominator=form(row.denominator),
            period=row.period,
        )
        + (
            " · " + _(said.left_out, count=numbers.count(row.left_out))
            if said.left_out and row.left_out
            else ""
        )
    )


def chains(frame: pd.DataFrame) -> None:
    """One card a chain: who answers, what it makes, where it stands; the frame is lit."""
    with st.grid(3, min_column_width=300):
        for row in frame.itertuples():
            with st.container(border=True, height="stretch", gap="small"):
                _chain(row)
                links.link(
                    "chain", _("Open the chain"), icon=":material/account_tree:", chain=row.chain_id
                )


def chain(frame: pd.DataFrame) -> None:
    """The card of one chain."""
    with st.container(border=True, gap="small"):
        for row in frame.itertuples():
            _chain(row)


def _chain(row: Any) -> None:
    with st.container(
        horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"
    ):
        st.markdown(f"**{show.plain(row.name)}**", width="content")
        st.markdown(show.light(row.light), width="content")
    st.caption(show.plain(row.reason))
    st.markdown(
        _(
            "Chiefs {chiefs} · {department} · liaison {liaison}",
            chiefs=_name(row.chiefs),
            department=_name(row.department),
            liaison=_name(row.liaison),
        )
    )
    st.markdown(_facts(row))


def _name(text: Any, missing: str = numbers.DASH) -> str:
    """A name for Markdown; what is missing in a frame is no text."""
    return show.plain(text) if isinstance(text, str) else missing


def _facts(row: Any) -> str:
    """Firms, output, completion and issues, one a line."""
    lines = (
        _("{firms} firms", firms=f"**{numbers.count(row.firms)}**"),
        _(
            "output {output}, {growth} year on year",
            output=f"**{numbers.money(row.output_ytd)}**",
            growth=_signed(row.output_growth),
        ),
        _(
            "investment {done} of {plan}, {completion}",
            done=numbers.money(row.invested_ytd),
            plan=numbers.money(row.annual_plan),
            completion=f"**{numbers.percent(row.completion)}**",
        ),
        _(
            "{open} open issues, {overdue} overdue",
            open=f"**{row.open_issues}**",
            overdue=row.overdue_issues,
        ),
    )
    return "  \n".join(lines)


def _signed(share: float) -> str:
    said = numbers.percent(share)
    return f"+{said}" if share > 0 else said


def people(frame: pd.DataFrame) -> None:
    """Who is who: a line for each role."""
    with st.grid(4, min_column_width=200):
        for row in frame.itertuples():
            with st.container(border=True, height="stretch", gap=None):
                st.caption(show.word(str(row.role)))
                st.markdown(f"**{show.plain(row.name)}**")
                st.caption(_name(row.position, ""))
