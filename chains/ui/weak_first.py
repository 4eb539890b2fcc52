"""What to look at first, as seen on the page: cards for the most urgent, a table of all."""

from typing import Any

import pandas as pd
import streamlit as st

from chains.i18n import _
from chains.network.findings import Finding
from chains.ui import links, show, tables
from chains.ui.weak_words import badge, remedy, urgency, wrong

CARDS = 6
OPENED = "weak_opened"  # where a clicked row leads, until the page runs
FIRST_COLUMNS = (
    "urgency",
    "name",
    "chain",
    "finding",
    "remedy",
    "hhi",
    "sole_buyers",
    "esri",
    "stake",
)


def first(found: list[Finding]) -> None:
    """What to look at first: the most urgent as cards, all of them as a table."""
    st.subheader(_("Look at these first"), anchor=False)
    if not found:
        show.nothing(_("Nothing stands out here: no gap, no single firm, no high concentration."))
        return
    with st.grid(3, min_column_width=300):
        for number, finding in enumerate(found[:CARDS], start=1):
            with st.container(border=True, height="stretch", gap="small"):
                _card(number, finding)
    tables.table(
        _listed(found),
        alt=_("Weak points, the most urgent first"),
        columns=FIRST_COLUMNS,
        key="weak_first",
        picks=follow,
    )
    st.caption(_("Choose a row to open the segment or the firm."))


def _card(number: int, one: Finding) -> None:
    name = one.enterprise if one.is_firm else one.segment
    place = f"{one.segment} · {one.chain}" if one.is_firm else one.chain
    st.markdown(f"**{number}. {show.plain(name)}** {badge(one.level)}")
    st.caption(show.plain(place))
    st.markdown(show.plain(wrong(one)))
    st.caption(show.plain(remedy(one)))
    with st.container(horizontal=True):
        if one.is_firm:
            links.link("firm", _("Open the firm"), firm=one.uscc)
        else:
            links.link("chain", _("Open the segment"), chain=one.chain_id, segment=one.segment_id)
        if one.uscc:
            links.link("shock", _("What if it stops?"), icon=":material/bolt:", stop=one.uscc)
        elif not one.firms:
            links.link("matching", _("Who buys outside?"), chain=one.chain_id)


def _listed(found: list[Finding]) -> pd.DataFrame:
    """The findings as rows of a table."""
    rows = [
        {
            "urgency": urgency(one.level),
            "name": one.enterprise if one.is_firm else one.segment,
            "chain": one.chain,
            "finding": wrong(one),
            "remedy": remedy(one),
            "hhi": one.hhi,
            "sole_buyers": one.buyers or None,
            "esri": one.esri,
            "stake": one.stake,
            "uscc": one.uscc if one.is_firm else None,
            "chain_id": one.chain_id,
            "segment_id": one.segment_id,
        }
        for one in found
    ]
    return pd.DataFrame(rows).round({"hhi": 0})


def _place(row: Any) -> tuple[str, dict[str, Any]]:
    """The page that a row opens: the firm, or the segment in its chain."""
    if "finding" in row and isinstance(row["uscc"], str):
        return "firm", {"firm": row["uscc"]}
    return "chain", {"chain": row["chain_id"], "segment": row["segment_id"]}


def follow(row: Any) -> None:
    """Called with the row that was clicked: the next run leads there."""
    if row is not None:
        st.session_state[OPENED] = _place(row)


def opened() -> None:
    """Open what the last click in a table asked for."""
    if where := st.session_state.pop(OPENED, None):
        page, values = where
        links.go(page, **values)
