"""The firms that each endanger most, ranked once for an edition; how far that is, meanwhile."""

import pandas as pd
import streamlit as st

from chains.i18n import _
from chains.ui import links, ranked, session, tables

MOST = 30
COLUMNS = ("name", "segment", "county", "esri", "sales", "output_ytd", "betweenness", "cut_point")


def ranking() -> None:
    """The 30 firms of the shown edition that each endanger most; a click lets one stop."""
    st.subheader(_("The {count} firms that each endanger most", count=MOST), anchor=False)
    found = ranked.read()
    if found is None:
        ranked.wait()
        return
    st.caption(
        _(
            "Each firm stops alone and completely; every input counts as essential. "
            "Click a row to see what would happen."
        )
    )
    rows = _named(found.head(MOST))
    tables.table(
        rows.assign(stop=rows["uscc"]),
        alt=_("The firms that each endanger most"),
        columns=[name for name in COLUMNS if name in rows],
        opens=("shock", "stop"),
    )
    links.source("firm_places", firms=",".join(rows["uscc"]))


def _named(found: pd.DataFrame) -> pd.DataFrame:
    """The ranked firms with name, first segment, county and reported output."""
    places = session.fetch("firm_places", firms=",".join(found["uscc"])).drop_duplicates("uscc")
    counties = session.fetch("counties").set_index("county_id")["name"]
    full = found.merge(places, on="uscc", how="left")
    return full.assign(county=full["county_id"].map(counties))
