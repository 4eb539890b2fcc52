"""Which firms of a chain would hurt most if they stopped: a short list before the whole inquiry."""

import pandas as pd
import streamlit as st

from chains.figures import numbers
from chains.i18n import _
from chains.risk import ranking
from chains.ui import session, show, tables

TOP = 5
COLUMNS = ("name", "segment", "esri", "others", "output_ytd")


def stopping(chain: str) -> None:
    """The five firms of a chain that endanger most; a click on a row opens what would follow."""
    view = session.view()
    ranked = None if view.path else ranking.read(session.store(), view.number)
    if ranked is None:
        _wait(view.number)
        return
    members = session.fetch("chain_firms", chain=chain)
    worst = _worst(ranked, members)
    tables.table(
        worst,
        alt=_("The firms of the chain whose stop endangers most"),
        columns=COLUMNS,
        opens=("shock", "stop"),
        key=f"stopping_{chain}",
        empty=_("No firm of this chain has a supply link."),
    )
    if not worst.empty:
        st.caption(_("Choose a row to see what would follow, and who could step in."))


def _worst(ranked: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    """The chain's first firms by ESRI, each with its first segment."""
    once = members.drop_duplicates("uscc")
    found = ranked[ranked["esri"] > 0].merge(once, on="uscc")
    return found.nlargest(TOP, "esri", keep="first").assign(stop=lambda rows: rows["uscc"])


def _wait(number: int) -> None:
    """How far the ranking is, or that there is none."""
    found = ranking.progress(session.store(), number)
    if found is None:
        show.nothing(_("The ranking of the firms has not been worked out for this edition."))
        return
    done, total = numbers.count(found.done), numbers.count(found.total)
    st.progress(
        min(found.done / max(found.total, 1), 1.0),
        text=_("Working out the ranking: {done} of {total} firms", done=done, total=total),
    )
