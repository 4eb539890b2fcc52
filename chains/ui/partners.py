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
from chains.ui import choose, links, provenance, session, show, tables

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
    key = f"ego_{code}"
    st.echarts_chart(
        figure.ego_network(graph, wide, narrow, metrics.growth_lit(states, rule), dark=show.dark()),
        height=figure.ego_height(wide, narrow),
        key=key,
        on_select=_opener(key, graph, code),
        alt=figure.ego_words(graph),
    )
    st.caption(_read(graph))
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
    """Every link of the firm and those one step further, the largest; a click opens the partner."""
    shown = frame.head(MOST)
    nearer = shown["tie"].isin(["供应商", "供应商的供应商"])
    tables.table(
        shown.assign(firm=shown["supplier"].where(nearer, shown["customer"])),
        alt=figure.ego_words(graph),
        columns=LINK_COLUMNS,
        opens=("firm", "firm"),
        height=300,
        empty=_("No supply link of this firm with another local firm is known."),
    )
    if len(frame) > MOST:
        st.caption(
            _("The first {shown} of {count} links.", shown=MOST, count=numbers.count(len(frame)))
        )
