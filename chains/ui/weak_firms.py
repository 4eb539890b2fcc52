"""The firms on which much hangs, as seen on the page of the weak points."""

import pandas as pd
import streamlit as st

from chains.i18n import _
from chains.network.findings import SYSTEMIC
from chains.ui import links, ranked, session, tables

MOST, NOTED = 20, 10  # firms listed, firms that may be findings
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


def _placed(found: pd.DataFrame, chain: str | None) -> pd.DataFrame:
    """Ranked firms with name, output and their first segment, of this chain where one is chosen."""
    places = session.fetch("firm_places", firms=",".join(found["uscc"]))
    chains = session.fetch("chains").set_index("chain_id")["name"]
    kept = places if chain is None else places[places["chain_id"] == chain]
    once = kept.drop_duplicates("uscc").rename(columns={"name": "enterprise"})
    return found.merge(once.assign(chain=once["chain_id"].map(chains)), on="uscc")


def grave(chain: str | None) -> tuple[pd.DataFrame | None, pd.DataFrame | None]:
    """The ranking, and those of its firms that may be findings for their ESRI alone."""
    found = ranked.read()
    if found is None:
        return None, None
    much = found[found["esri"] >= min(SYSTEMIC.values())]
    return found, _placed(much, chain).dropna(subset="segment").head(NOTED)


def firms(chain: str | None) -> None:
    """The firms of a chain, or of all, on which most hangs; how far that is, meanwhile."""
    st.subheader(_("Firms on which most hangs"), anchor=False)
    found = ranked.read()
    if found is None:
        ranked.wait()
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
