"""The nine chains in one picture as seen on the page: the picture, and tables of the same."""

from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

from chains import figures
from chains.errors import N_
from chains.figures.nine import Shown, chain_id, nine, nine_height, nine_words, segment_id
from chains.i18n import _
from chains.network.lanes import counted, lanes
from chains.network.ties import Tie, backbone, shared_ties, supply_ties
from chains.ui import choose, links, session, show, tables, takeaway

TIES = {
    "supply": N_("Supply across chains"),
    "shared": N_("Shared firms"),
    "both": N_("Both kinds of ties"),
}
CHAIN_COLUMNS = (
    "light",
    "name",
    "output_ytd",
    "firms",
    "gaps",
    "warnings",
    "gap_names",
    "warning_names",
    "chiefs",
    "department",
    "liaison",
)
SUPPLY_COLUMNS = ("supplying_chain", "buying_chain", "annual_value", "links", "inferred_share")
SHARED_COLUMNS = ("chain", "other_chain", "shared_firms", "output_ytd")


def kind() -> str:
    """The kind of tie that is drawn: `supply`, `shared` or `both`."""
    names = {code: _(text) for code, text in TIES.items()}
    return str(choose.pick("tie", names, _("What ties the chains together")))


def picture(cards: pd.DataFrame, segments: pd.DataFrame, chosen: str, *key: str) -> None:
    """The picture, and a table that says the same; a click leads to the chain, or to a segment.

    The frames are lit; `key` is what their lights follow from: the month and the rule.
    """
    if cards.empty:
        show.nothing(_("There is no chain yet."))
        return
    dark = show.dark()
    drawn = session.kept(
        lambda: _made(cards, segments, chosen, dark=dark), "nine", chosen, dark, *key
    )
    state = st.echarts_chart(
        drawn.option,
        height=nine_height(drawn.shown.lanes),
        key="nine",
        on_select="rerun",
        alt=nine_words(drawn.shown),
    )
    _follow(figures.picked(state, drawn.option), segments)
    takeaway.offer(
        "nine",
        lambda: nine(drawn.shown),
        title=_("Nine chains"),
        nodes=drawn.shown.cards,
        edges=session.fetch("chain_shared_firms" if chosen == "shared" else "chain_ties"),
    )
    tables.table(
        drawn.shown.cards,
        alt=_("The chains with their people, gaps and warnings"),
        columns=CHAIN_COLUMNS,
        opens=("chain", "chain_id"),
    )


def ties(chosen: str) -> None:
    """Every tie as a table, those that the picture leaves out too."""
    if chosen != "shared":
        none = _("No firm supplies one of another chain.")
        _every_tie("supply", "chain_ties", SUPPLY_COLUMNS, none)
    if chosen != "supply":
        none = _("No firm stands in two chains.")
        _every_tie("shared", "chain_shared_firms", SHARED_COLUMNS, none)


def _every_tie(kind: str, question: str, columns: tuple[str, ...], none: str) -> None:
    """The ties of one kind, under its name."""
    st.markdown(f"**{_(TIES[kind])}**")
    tables.table(
        session.fetch(question),
        alt=show.title_of(question),
        columns=columns,
        height=320,
        empty=none,
    )
    links.source(question)


class Drawn(NamedTuple):
    """What a picture shows, and its option."""

    shown: Shown
    option: dict[str, Any]


def _made(cards: pd.DataFrame, segments: pd.DataFrame, chosen: str, *, dark: bool) -> Drawn:
    places = lanes([*cards["chain_id"]], segments)
    shown = Shown(places, counted(cards, segments), segments, _strongest(chosen, len(cards)))
    return Drawn(shown, nine(shown, dark=dark))


def _strongest(chosen: str, chains: int) -> dict[str, list[Tie]]:
    """The ties that a picture can hold: the tree that joins all, and half as many of the others."""
    found = {
        "supply": supply_ties(session.fetch("chain_ties")),
        "shared": shared_ties(session.fetch("chain_shared_firms")),
    }
    return {
        name: backbone(ties, chains // 2)
        for name, ties in found.items()
        if chosen in (name, "both")
    }


def _follow(picked: str | None, segments: pd.DataFrame) -> None:
    """Open the chain that was clicked, or the chain of the segment with that segment open."""
    if chain := chain_id(picked):
        links.go("chain", chain=chain)
    if segment := segment_id(picked):
        owner = segments.loc[segments["segment_id"] == segment, "chain_id"]
        links.go("chain", chain=owner.iloc[0], segment=segment)
