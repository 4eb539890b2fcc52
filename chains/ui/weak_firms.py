"""The firms on which much hangs, as seen on the page of the weak points."""

import pandas as pd
import streamlit as st

from chains import i18n
from chains.figures import numbers
from chains.i18n import _
from chains.network.findings import SYSTEMIC
from chains.risk import ranking
from chains.ui import choose, links, session, tables

MOST, NOTED, EVERY = 20, 10, 3.0  # firms listed, firms that may be findings, seconds between looks
COLUMNS = (
    "enterprise",
    "segment",
    "chain",
    "esri",
    "betweenness",
    "betweenness_error",
    "cut_point",
    "output_ytd",
)
SOLE_COLUMNS = ("enterprise", "segment", "chain", "sole_buyers", "annual_value", "firms")
BUYER_COLUMNS = (
    "buyer_name",
    "suppliers",
    "hhi",
    "largest_supplier",
    "largest_supplier_share",
    "annual_value",
)


def stamp() -> int:
    """The time of the shown edition's ranking; 0 where there is none, as in a preview."""
    view = session.view()
    file = ranking.beside(session.store(), view.number)
    return file.stat().st_mtime_ns if not view.path and file.exists() else 0


def _read() -> pd.DataFrame | None:
    """The ranking of the shown edition, read once; None where there is none."""
    made = stamp()
    if not made:
        return None
    store, number = session.store(), session.view().number
    return session.kept(lambda: ranking.read(store, number), "ranking", made)


def _placed(found: pd.DataFrame, chain: str | None) -> pd.DataFrame:
    """Ranked firms with name, output and their first segment, of this chain where one is chosen."""
    places = session.fetch("firm_places", firms=",".join(found["uscc"]))
    chains = session.fetch("chains").set_index("chain_id")["name"]
    kept = places if chain is None else places[places["chain_id"] == chain]
    once = kept.drop_duplicates("uscc").rename(columns={"name": "enterprise"})
    return found.merge(once.assign(chain=once["chain_id"].map(chains)), on="uscc")


def ranked(chain: str | None) -> tuple[pd.DataFrame | None, pd.DataFrame | None]:
    """The ranking, and those of its firms that may be findings for their ESRI alone."""
    found = _read()
    if found is None:
        return None, None
    grave = found[found["esri"] >= min(SYSTEMIC.values())]
    return found, _placed(grave, chain).dropna(subset="segment").head(NOTED)


def firms(chain: str | None) -> None:
    """The firms of a chain, or of all, on which most hangs; how far that is, meanwhile."""
    st.subheader(_("Firms on which most hangs"), anchor=False)
    found = _read()
    if found is None:
        _wait()
        return
    if chain is not None:
        members = session.fetch("chain_firms", chain=chain)["uscc"]
        found = found[found["uscc"].isin(members)]
    rows = _placed(found[found["esri"] > 0].head(MOST), chain)
    tables.table(
        rows.assign(firm=rows["uscc"]).round({"betweenness": 0, "betweenness_error": 0}),
        alt=_("The firms on which most hangs, by systemic risk"),
        columns=COLUMNS,
        opens=("firm", "firm"),
        key=f"weak_firms_{chain}",
        empty=_("No firm here has a supply link."),
    )
    st.caption(
        _(
            "Among all firms of the city. Betweenness is estimated from a sample where the network "
            "is large; beside it stands its standard error."
        )
    )


@st.fragment(run_every=EVERY)
def _wait() -> None:
    """How far the ranking is; the page is drawn anew once it is there."""
    i18n.choose(choose.asked_language())
    view = session.view()
    if view.path:
        st.info(_("A preview has no ranking; it is worked out once the data is published."))
        return
    if ranking.beside(session.store(), view.number).exists():
        st.rerun(scope="app")
    found = ranking.progress(session.store(), view.number)
    if found is None:
        st.info(
            _("The ranking of the firms has not been worked out for this edition."),
            icon=":material/hourglass_empty:",
        )
        return
    done, total = numbers.count(found.done), numbers.count(found.total)
    st.progress(
        min(found.done / max(found.total, 1), 1.0),
        text=_("Working out the ranking: {done} of {total} firms", done=done, total=total),
    )


def inputs(chain: str | None, buyers: pd.DataFrame) -> None:
    """Essential inputs with one local supplier, and large buyers that hang on one of theirs."""
    st.subheader(_("Essential inputs with a single local supplier"), anchor=False)
    soles = session.fetch("sole_suppliers", chain=chain)
    tables.table(
        soles.assign(firm=soles["uscc"]),
        alt=_("Firms that are the only local supplier of an essential input"),
        columns=SOLE_COLUMNS,
        opens=("firm", "firm"),
        key=f"weak_soles_{chain}",
        empty=_("No buyer has a single local supplier of an essential input."),
    )
    links.source("sole_suppliers", chain=chain)
    st.subheader(_("Large buyers that hang on one supplier"), anchor=False)
    st.caption(
        _("Firms above scale whose purchases from local firms are highly concentrated (HHI).")
    )
    tables.table(
        buyers.assign(firm=buyers["uscc"]).round({"hhi": 0}),
        alt=_("Large buyers whose suppliers are highly concentrated"),
        columns=BUYER_COLUMNS,
        opens=("firm", "firm"),
        key=f"weak_buyers_{chain}",
        empty=_("No large buyer hangs on one supplier."),
    )
    links.source("buyer_suppliers", chain=chain)
