"""Who could step in for what stops: local firms that lose little themselves."""

import pandas as pd
import streamlit as st

from chains.figures import numbers
from chains.i18n import _
from chains.risk import Outcome, Scenario
from chains.ui import links, session, show, tables

MOST, EACH = 6, 6  # of those that stop, and of those who could step in for one
HARD = 0.3  # who loses more than this share cannot step in
COLUMNS = ("name", "fits_by", "products", "known_customers", "county", "size_class", "output_ytd")


def offered(found: Outcome, asked: Scenario) -> None:
    """For each firm that stops, and for a product from outside, the local firms in its place."""
    stopped = _stopped(found, asked)
    names = ",".join(stopped["uscc"]) or None
    rows = session.fetch(
        "alternatives", firms=names, product=asked.product, county=asked.county, limit=60
    )
    rows = _able(rows, found)
    wanted = dict(zip(stopped["uscc"], stopped["name"], strict=True))
    if asked.product:
        wanted[asked.product] = asked.product
    for code, name in wanted.items():
        _one(code, name, rows[rows["instead_of"] == code].head(EACH))
    _left_out(found, len(stopped))
    links.source("alternatives", firms=names, product=asked.product, county=asked.county)


def _stopped(found: Outcome, asked: Scenario) -> pd.DataFrame:
    """Those that stop, in the order chosen, or the largest of a county."""
    stopped = found.firms[found.firms["step"] == 0]
    order = {firm: place for place, firm in enumerate(asked.firms)}
    first = stopped.assign(place=stopped["uscc"].map(order).fillna(len(order)))
    return first.sort_values("place", kind="stable").head(MOST)


def _able(rows: pd.DataFrame, found: Outcome) -> pd.DataFrame:
    """The rows of firms that are not hit hard themselves, with what they lose and their county."""
    loss = rows["uscc"].map(found.firms.set_index("uscc")["loss"]).fillna(0.0)
    counties = session.fetch("counties").set_index("county_id")["name"]
    full = rows.assign(loss=loss, county=rows["county_id"].map(counties))
    return full[loss <= HARD]


def _one(code: str, name: str, rows: pd.DataFrame) -> None:
    """The firms in the place of one, each leading to its page."""
    st.markdown(_("In the place of {name}", name=f"**{show.plain(name)}**"))
    tables.table(
        rows.assign(firm=rows["uscc"]),
        alt=_("Who could step in for {name}", name=name),
        columns=COLUMNS,
        opens=("firm", "firm"),
        key=f"standins_{code}",
        empty=_("No local firm that is not hit hard itself makes the same: a point to work on."),
    )


def _left_out(found: Outcome, shown: int) -> None:
    count = int((found.firms["step"] == 0).sum()) - shown
    if count > 0:
        st.caption(_("{count} more firms stop; the largest are shown.", count=numbers.count(count)))
