"""Which firms of a chain would hurt most if they stopped: a short list before the whole inquiry."""

import pandas as pd
import streamlit as st

from chains.i18n import _
from chains.ui import links, ranked, session, tables

TOP = 5
COLUMNS = ("name", "segment", "esri", "others", "output_ytd")


def stopping(chain: str) -> None:
    """The five firms of a chain that endanger most; a click on a row opens what would follow."""
    found = ranked.read()
    if found is None:
        ranked.wait()
        return
    worst = session.kept(
        lambda: _worst(found, session.fetch("chain_firms", chain=chain)),
        "stopping",
        chain,
        ranked.stamp(),
    )
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
        links.source("chain_firms", chain=chain)


def _worst(found: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    """The chain's first firms by ESRI, each with its first segment."""
    risky = found[(found["esri"] > 0) & found["uscc"].isin(members["uscc"])]
    first = risky.sort_values(["esri", "uscc"], ascending=[False, True]).head(TOP)
    once = members.drop_duplicates("uscc")
    return first.merge(once, on="uscc").assign(stop=lambda rows: rows["uscc"])
