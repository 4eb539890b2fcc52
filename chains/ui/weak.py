"""Where chains are weak, as seen on the page."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from chains import figures
from chains.figures import numbers
from chains.figures.concentrated import CONCENTRATED_HEIGHT, concentrated, concentrated_words
from chains.i18n import _
from chains.network import weakness
from chains.network.findings import Finding, findings
from chains.ui import links, ranked, session, show, tables, takeaway, weak_firms, weak_first
from chains.ui.weak_firms import firms, inputs
from chains.ui.weak_first import first
from chains.ui.weak_words import explained

__all__ = ["bridges", "explained", "firms", "first", "inputs", "look", "segments", "summary"]

SEGMENT_COLUMNS = (
    "segment",
    "chain",
    "stage",
    "essential",
    "firms",
    "reporting",
    "output_ytd",
    "hhi",
    "largest_share",
    "cut_point",
    "betweenness",
    "upstreamness",
    "influence",
)


@dataclass(frozen=True)
class Look:
    """What the page looks at: one chain, or all; the findings know the ranking if there is one."""

    chain: str | None
    segments: pd.DataFrame
    ties: pd.DataFrame
    buyers: pd.DataFrame
    found: list[Finding]


def look(chain: str | None) -> Look:
    """The weak points of a chain, or of all; a row that was clicked is followed first."""
    weak_first.opened()
    soles = session.fetch("sole_suppliers", chain=chain)
    segments, ties, buyers = session.kept(lambda: _measured(chain), "weak", chain)
    found = session.kept(
        lambda: findings(segments, soles, *weak_firms.grave(chain)),
        "weak_found",
        chain,
        ranked.stamp(),
    )
    return Look(chain, segments, ties, buyers, found)


def _measured(chain: str | None) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    segments = session.fetch("weak_segments", chain=chain)
    flows = session.fetch("chain_links", chain=chain)
    supply = session.fetch("segment_supply", chain=chain)
    outputs = session.fetch("segment_outputs", chain=chain)
    return (
        weakness.measures(segments, outputs, flows, supply),
        weakness.ties(segments, flows, supply),
        weakness.buyers(session.fetch("buyer_suppliers", chain=chain)),
    )


def summary(one: Look) -> None:
    """How many weak points of each kind there are."""
    rows, essential = one.segments, one.segments["essential"].astype(bool)
    high = (rows["concentration"] == "high") & (rows["reporting"] > 1)
    counts = {
        _("Gaps"): (rows["firms"] == 0).sum(),
        _("Essential, one firm"): (essential & (rows["firms"] == 1)).sum(),
        _("High concentration"): high.sum(),
        _("Cut points"): rows["cut_point"].sum(),
        _("Bridges"): len(one.ties),
    }
    with st.grid(5, min_column_width=150):
        for words, count in counts.items():
            with st.container(border=True, height="stretch"):
                st.metric(words, numbers.count(count))


def segments(one: Look) -> None:
    """Concentration against position as a picture; every measure of every segment as a table."""
    st.subheader(_("Concentration and position of the segments"), anchor=False)
    option = concentrated(one.segments, dark=show.dark())
    drawn = st.echarts_chart(
        option,
        height=CONCENTRATED_HEIGHT,
        key=f"concentrated_{one.chain}",
        on_select="rerun",
        alt=concentrated_words(one.segments),
    )
    takeaway.offer(
        "concentrated",
        lambda: concentrated(one.segments),
        title=_("Concentration and position of the segments"),
        nodes=one.segments,
        chain=one.chain,
    )
    if picked := figures.picked(drawn, option):
        row = one.segments[one.segments["segment_id"] == picked].iloc[0]
        links.go("chain", chain=row["chain_id"], segment=picked)
    tables.table(
        one.segments.round({"hhi": 0, "betweenness": 1, "upstreamness": 2}),
        alt=_("The measures of every segment"),
        columns=SEGMENT_COLUMNS,
        key=f"weak_segments_{one.chain}",
        picks=weak_first.follow,
    )


def bridges(one: Look) -> None:
    """The flows between segments without which a chain falls apart."""
    st.subheader(_("Bridges between segments"), anchor=False)
    tables.table(
        one.ties,
        alt=_("Flows without which a chain falls apart"),
        columns=("segment", "to_name", "annual_value"),
        empty=_("No single flow holds the chain together: each has another way round."),
    )
