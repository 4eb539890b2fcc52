"""The segment that is open: its firms as circles, the largest first, and as a table."""

from typing import Any

import pandas as pd
import streamlit as st

from chains import figures
from chains.figures import numbers
from chains.figures.firms import TOP
from chains.i18n import _
from chains.ui import choose, links, show, tables

COLUMNS = (
    "name",
    "light",
    "output_ytd",
    "output_growth",
    "employees",
    "size_class",
    "is_leading",
    "honour",
    "main_product",
)
REST = "rest"  # in the URL: the table holds the tail as well


def firms(name: str, opened: str, frame: pd.DataFrame) -> None:
    """The firms of a segment as circles; a click on one opens its page, on the tail the table."""
    st.subheader(_("{segment}: the firms", segment=show.plain(name)), anchor=False)
    if frame.empty:
        show.nothing(_("No local firm in this segment: a gap (缺口) in the chain."))
        return
    option = figures.segment_firms(frame, dark=show.dark())
    key, marks = f"firms_{opened}", figures.marks(option)
    drawn = st.echarts_chart(
        option,
        height=figures.FIRMS_HEIGHT,
        key=key,
        on_select=lambda: _tail(key, marks),
        alt=_("The largest firms of the segment, by output"),
    )
    found = figures.picked(drawn, option)
    if found not in (None, figures.OTHERS):
        links.go("firm", firm=found)
    st.caption(_("Choose a firm to open its page."))


def table(frame: pd.DataFrame, opened: str) -> None:
    """The same firms as a table, the largest first, the tail where it is asked for."""
    if frame.empty:
        return
    shown = _shown(frame)
    tables.table(
        frame.head(shown).assign(firm=frame["uscc"].head(shown)),
        alt=_("The firms of the segment"),
        columns=COLUMNS,
        opens=("firm", "firm"),
        key=f"table_{opened}_{shown}",
    )


def _shown(frame: pd.DataFrame) -> int:
    """How many rows: the firms of the picture, or all of them."""
    if len(frame) <= TOP:
        return len(frame)
    rest = len(frame) - TOP
    st.session_state[REST] = st.query_params.get(REST) == "1"
    every = st.toggle(
        _("Show the other {count} firms too", count=numbers.count(rest)),
        key=REST,
        on_change=lambda: choose.put(REST, "1" if st.session_state[REST] else None),
    )
    return len(frame) if every else TOP


def _tail(key: str, option: Any) -> None:
    if figures.picked(st.session_state[key], option) == figures.OTHERS:
        choose.put(REST, "1")
