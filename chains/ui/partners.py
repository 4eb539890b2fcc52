"""The firms around one firm as seen on its page: a picture to click through, and a table."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from chains import metrics
from chains.figures import ego as figure
from chains.figures import numbers
from chains.i18n import _
from chains.network import ego
from chains.rules import LightRule
from chains.ui import choose, links, provenance, session, show, tables, takeaway

if TYPE_CHECKING:
    from networkx import DiGraph

MOST = 150  # links that the table sends to a browser
LINK_COLUMNS = (
    "tie",
    "supplier_name",
    "customer_name",
    "product",
    "annual_value",
    "year",
    "link_source",
    "confidence",
)


def network(code: str, name: str, rule: LightRule) -> None:
    """The firms around the firm, as a picture to click through and as a table."""
    frame = session.fetch("firm_links", firm=code)
    graph = ego.ego(frame, code, name)
    states = session.fetch("firm_states", firms=",".join(ego.firms(graph)))
    wide, narrow = ego.places(graph), ego.places(graph, narrow=True)
    lit, key = metrics.growth_lit(states, rule), f"ego_{code}"
    st.echarts_chart(
        figure.ego_network(graph, wide, narrow, lit, dark=show.dark()),
        height=figure.ego_height(wide, narrow),
        key=key,
        on_select=_opener(key, graph, code),
        alt=figure.ego_words(graph),
    )
    st.caption(_read(graph))
    takeaway.offer(
        "ego",
        lambda: figure.ego_network(graph, wide, narrow, lit),
        graph,
        title=_("{firm}: suppliers and customers", firm=name),
    )
    _table(frame, graph)
    links.source("firm_links", firm=code)
    provenance.note()


def _opener(key: str, graph: "DiGraph[str]", code: str) -> Callable[[], None]:
    """A callback that goes to the firm that was clicked."""

    def opened() -> None:
        found = figure.ego_picked(st.session_state[key], graph)
        if found and found != code:
            choose.put("firm", found)

    return opened


def _read(graph: "DiGraph[str]") -> str:
    """How to read the picture, and what it leaves to the table."""
    said = [
        _(
            "Left supplies right. Lines are thicker for more money a year, dashed where inferred; "
            "firms are larger for more output. Click a firm to go to it."
        )
    ]
    if graph.graph["both"]:
        said.append(
            _(
                "{count} firms stand on both sides: the firm supplies itself through them.",
                count=numbers.count(graph.graph["both"]),
            )
        )
    return " ".join(said)


def _table(frame: pd.DataFrame, graph: "DiGraph[str]") -> None:
    """Every link of the picture, and the largest others; a click on a row opens the partner."""
    shown = _largest(frame, ego.pairs(graph))
    nearer = shown["tie"].isin(["供应商", "供应商的供应商"])
    tables.table(
        shown.assign(firm=shown["supplier"].where(nearer, shown["customer"])),
        alt=figure.ego_words(graph),
        columns=LINK_COLUMNS,
        opens=("firm", "firm"),
        height=300,
        empty=_("No supply link of this firm with another local firm is known."),
    )
    if len(frame) > len(shown):
        count = numbers.count(len(frame))
        st.caption(
            _(
                "The links of the picture and the largest others: {shown} of {count}.",
                shown=len(shown),
                count=count,
            )
        )


def _largest(frame: pd.DataFrame, drawn: set[tuple[str, str]]) -> pd.DataFrame:
    """The drawn links, filled up with others to what a browser is sent, in the frame's order."""
    ends = zip(frame["supplier"], frame["customer"], strict=True)
    mask = pd.Series([pair in drawn for pair in ends], index=frame.index, dtype=bool)
    room = max(MOST - int(mask.sum()), 0)
    return frame[mask | ((~mask).cumsum() <= room)]
