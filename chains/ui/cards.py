"""Cards: one for each chain, and who is who."""

from typing import Any

import pandas as pd
import streamlit as st

from chains.figures import numbers
from chains.i18n import _
from chains.metrics import Due
from chains.rules import LightRule
from chains.ui import links, show, why
from chains.ui.headline import headlines

__all__ = ["chain", "chains", "headlines", "people"]


def _line() -> Any:
    """Things beside each other."""
    return st.container(
        horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"
    )


def chains(frame: pd.DataFrame, rule: LightRule, due: Due) -> None:
    """One card a chain: who answers, what it makes, where it stands; the frame is lit."""
    with st.grid(3, min_column_width=300):
        for row in frame.itertuples():
            with st.container(border=True, height="stretch", gap="small"):
                _chain(row)
                with _line():
                    links.link(
                        "chain",
                        _("Open the chain"),
                        icon=":material/account_tree:",
                        chain=row.chain_id,
                    )
                    _why(row, rule, due)


def chain(frame: pd.DataFrame, rule: LightRule, due: Due) -> None:
    """The card of one chain."""
    with st.container(border=True, gap="small"):
        for row in frame.itertuples():
            _chain(row)
            _why(row, rule, due)


def _why(row: Any, rule: LightRule, due: Due) -> None:
    """What is behind a chain's light."""
    why.popover(
        row,
        subject=str(row.name),
        month=due.month,
        rule=rule,
        due=due,
        question="chain_cards",
        values={"month": due.month, "chain": row.chain_id},
    )


def _chain(row: Any) -> None:
    with _line():
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
