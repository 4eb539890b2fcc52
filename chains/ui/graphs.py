"""A chain's graph as seen on the page: the panorama, and the firms of the segment that is open."""

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from chains import figures, network
from chains.i18n import _
from chains.ui import choose, show, tables

if TYPE_CHECKING:
    from networkx import DiGraph

FIRM_COLUMNS = (
    "name",
    "size_class",
    "is_leading",
    "honour",
    "main_product",
    "employees",
    "output_ytd",
    "output_growth",
)


def segment(graph: "DiGraph[str]", chain: str) -> str | None:
    """The panorama of a chain; returns the segment that is open, chosen by click or by name."""
    opened = choose.pick(
        "segment",
        _segments(graph),
        _("Open a segment"),
        every=_("Click a segment in the picture, or choose it here"),
    )
    narrow = network.positions(graph, narrow=True)
    option = figures.panorama(
        graph, network.positions(graph), narrow, selected=opened, dark=show.dark()
    )
    key = f"panorama_{chain}_{opened}"
    st.echarts_chart(
        option,
        height=figures.panorama_height(narrow),
        key=key,
        on_select=_opener(key, option, _segments(graph)),
        alt=figures.panorama_words(graph),
    )
    return opened


def firms(graph: "DiGraph[str]", opened: str, frame: pd.DataFrame) -> None:
    """The firms of a segment, as circles and as a table; a gap says that it is one."""
    st.subheader(
        _("{segment}: the firms", segment=show.plain(graph.nodes[opened]["name"])), anchor=False
    )
    if frame.empty:
        show.nothing(_("No local firm in this segment: a gap (缺口) in the chain."))
        return
    left, right = st.columns([2, 3])
    with left:
        st.echarts_chart(
            figures.segment_firms(frame, dark=show.dark()),
            height=figures.FIRMS_HEIGHT,
            key=f"firms_{opened}",
            alt=_("The largest firms of the segment, by output"),
        )
    with right:
        tables.table(
            frame,
            alt=_("The firms of the segment"),
            columns=FIRM_COLUMNS,
            height=figures.FIRMS_HEIGHT,
        )


def _segments(graph: "DiGraph[str]") -> dict[str, str]:
    return {
        node: str(data["name"])
        for node, data in graph.nodes(data=True)
        if data["kind"] == "segment"
    }


def _opener(key: str, option: dict[str, Any], segments: Collection[str]) -> Callable[[], None]:
    """A callback that opens what was clicked if it is a segment, and closes it if it was open."""

    def opened() -> None:
        found = figures.picked(st.session_state[key], option)
        choose.put("segment", found if found in segments else None)

    return opened
