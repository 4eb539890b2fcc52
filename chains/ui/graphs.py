"""A chain's graph as seen on the page: the panorama, and the same segments as a table."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from chains import figures, metrics, network
from chains.errors import N_
from chains.i18n import _
from chains.rules import LightRule
from chains.ui import choose, links, segments, session, show, tables, takeaway
from chains.ui.stopping import stopping

if TYPE_CHECKING:
    from networkx import DiGraph

__all__ = ["panorama", "stopping", "table"]

SIZES = {"firms": N_("Number of firms"), "output": N_("Output this year")}
COLUMNS = (
    "name",
    "stage",
    "essential",
    "light",
    "firms",
    "output_ytd",
    "output_growth",
    "hangs_on",
    "largest_share",
    "supplied_by",
    "supplies_to",
)
SEGMENT, SIZE = "segment", "size"


def panorama(graph: "DiGraph[str]", chain: str, growth: LightRule) -> None:
    """The panorama, and beside it the firms of the segment that is open; all of them below."""
    opened, size = _choice(graph)
    if opened is None:
        _picture(graph, chain, None, size)
    else:
        frame = metrics.growth_lit(session.fetch("segment_firms", segment=opened), growth)
        left, right = st.columns([2, 1])
        with left:
            _picture(graph, chain, opened, size)
        with right:
            segments.firms(str(graph.nodes[opened]["name"]), opened, frame)
        segments.table(frame, opened)
        links.source("segment_firms", segment=opened)
    st.caption(growth.help)


def _choice(graph: "DiGraph[str]") -> tuple[str | None, str]:
    """The segment that is open, and what the areas stand for."""
    left, right = st.columns([2, 1])
    with left:
        opened = choose.pick(
            SEGMENT,
            _named(graph),
            _("Open a segment"),
            every=_("Click a segment in the picture, or choose it here"),
        )
    with right:
        names = {code: _(text) for code, text in SIZES.items()}
        return opened, str(choose.pick(SIZE, names, _("Area stands for")))


def _picture(graph: "DiGraph[str]", chain: str, opened: str | None, size: str) -> None:
    """A click on a segment opens it, a second one closes it."""
    places, narrow = network.positions(graph), network.positions(graph, narrow=True)
    option = figures.panorama(graph, places, narrow, selected=opened, size=size, dark=show.dark())
    key = f"panorama_{chain}_{opened}_{size}"
    st.echarts_chart(
        option,
        height=figures.panorama_height(places, narrow),
        key=key,
        on_select=_opener(key, figures.marks(option), _named(graph), opened),
        alt=figures.panorama_words(graph),
    )
    st.caption(
        _(
            "Area: {size}. Width of a line: what the firms of one segment supply to those of the "
            "other a year; dashed to or from a gap, dotted where no supply is known. Bold: "
            "essential. Ring: hangs on one firm, its only one or one with 80% of the output.",
            size=_(SIZES[size]),
        )
    )
    name = str(graph.nodes["chain"]["name"])
    takeaway.offer(
        "panorama",
        lambda: figures.panorama(graph, places, narrow, selected=opened, size=size),
        graph,
        title=_("{chain}: panorama", chain=name),
        chain=chain,
    )


def table(graph: "DiGraph[str]", frame: pd.DataFrame, chain: str) -> None:
    """The panorama's content as a table; a click on a row opens the segment."""
    nodes = [(code, graph.nodes[code]) for code in map(str, frame["segment_id"])]
    more: dict[str, list[str]] = {
        "hangs_on": [data["largest"] or "" if data["hangs"] else "" for _code, data in nodes],
        "supplied_by": [_names(graph, graph.predecessors(code)) for code, _data in nodes],
        "supplies_to": [_names(graph, graph.successors(code)) for code, _data in nodes],
    }
    tables.table(
        frame.assign(**more),
        alt=_("The segments of the panorama as a table"),
        columns=COLUMNS,
        key=f"segments_{chain}",
        picks=lambda row: choose.put(SEGMENT, None if row is None else str(row["segment_id"])),
        empty=_("This chain has no segments yet."),
    )


def _names(graph: "DiGraph[str]", nodes: Iterable[str]) -> str:
    return _(", ").join(graph.nodes[node]["name"] for node in nodes)


def _named(graph: "DiGraph[str]") -> dict[str, str]:
    return {
        node: str(data["name"])
        for node, data in graph.nodes(data=True)
        if data["kind"] == "segment"
    }


def _opener(
    key: str, option: Mapping[str, Any], known: Collection[str], opened: str | None
) -> Callable[[], None]:
    """A callback that opens the segment that was clicked, and closes it if it was open."""

    def clicked() -> None:
        found = figures.picked(st.session_state[key], option)
        if found in known:
            choose.put(SEGMENT, None if found == opened else found)

    return clicked
