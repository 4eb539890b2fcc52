"""The firms that each endanger most, ranked once for an edition; how far that is, meanwhile."""

import pandas as pd
import streamlit as st

from chains import i18n, risk
from chains.figures import numbers
from chains.i18n import _
from chains.ui import choose, links, session, tables

MOST = 30
EVERY = 3.0  # seconds between looks while the ranking is worked out
COLUMNS = ("name", "segment", "county", "esri", "sales", "output_ytd", "betweenness", "cut_point")


def ranking() -> None:
    """The 30 firms of the shown edition that each endanger most; a click lets one stop."""
    st.subheader(_("The {count} firms that each endanger most", count=MOST), anchor=False)
    shown = session.view()
    if shown.path:
        st.info(_("A preview has no ranking; it is worked out once the data is published."))
        return
    found = risk.ranking.read(session.store(), shown.number)
    if found is None:
        _wait(shown.number)
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


@st.fragment(run_every=EVERY)
def _wait(number: int) -> None:
    """How far the ranking is; the page is drawn anew once it is there."""
    i18n.choose(choose.asked_language())
    store = session.store()
    if risk.ranking.read(store, number) is not None:
        st.rerun(scope="app")
    found = risk.ranking.progress(store, number)
    if found is None:
        st.info(
            _(
                "The ranking of this edition is not there yet. The server works it out in the "
                "background; `python -m chains rank` does so at once."
            ),
            icon=":material/hourglass_empty:",
        )
        return
    said = _(
        "Every firm is stopped once: {done} of {total}",
        done=numbers.count(found.done),
        total=numbers.count(found.total),
    )
    st.progress(min(found.done / max(found.total, 1), 1.0), text=said)
