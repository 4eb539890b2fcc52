"""Proposed local links as seen on the page: filters, figures, the table, what nobody makes."""

from typing import Any

import pandas as pd
import streamlit as st

from chains import schema
from chains.figures import numbers
from chains.i18n import _
from chains.state.decisions import ACCEPTED, DISMISSED
from chains.ui import choose, deciding, followup, links, proposals, session, show, tables

SHOWN = 200  # rows that go to a browser
LOCAL = "本地配套"
OFFERED = 300  # products in the box
COLUMNS = (
    "decision",
    "proposal",
    "product",
    "buyer_name",
    "purchase_value",
    "supplier_name",
    "reason",
    "origin",
    "supplier_county",
    "buyer_chains",
    "buyer_county",
    "source",
    "confidence",
    "decided_by",
    "decision_note",
)
GAP_COLUMNS = (
    "product",
    "gap_segment",
    "buyers",
    "purchase_value",
    "abroad_share",
    "industry_code",
)


def product(chain: str | None, county: str | None) -> str | None:
    """One product that is bought outside, or None for all: those of the largest spending."""
    bought = session.fetch("outside_products", chain=chain, county=county)["product"].tolist()
    asked = st.query_params.get("product")
    names = [*bought[:OFFERED], *([asked] if asked in bought[OFFERED:] else [])]
    return choose.pick(
        "product", {one: one for one in names}, _("Product"), every=_("All products")
    )


def kind() -> str | None:
    """A kind of proposal, or None for both."""
    return choose.pick("kind", proposals.kinds(), _("Kind of proposal"), every=_("Both kinds"))


def status() -> str | None:
    """What was decided, or None for all that was not dismissed."""
    names = {code: _(word) for code, word in proposals.WORDS.items()}
    return choose.pick("status", names, _("Decision"), every=_("All but dismissed"))


def found(
    chain: str | None, county: str | None, product: str | None, kind: str | None, status: str | None
) -> pd.DataFrame:
    """The proposals to show; dismissed ones only where they are asked for."""
    rows = proposals.found(chain, county, product)
    if kind:
        rows = rows[rows["proposal"] == kind]
    fits = rows["code"] == status if status else rows["code"] != DISMISSED
    return rows[fits].reset_index(drop=True)


def totals(rows: pd.DataFrame, chain: str | None, county: str | None, product: str | None) -> None:
    """What is bought outside, what of it could stay, and how much is taken up."""
    bought = session.fetch("outside_products", chain=chain, county=county, product=product)
    makes = rows["proposal"] == LOCAL
    outside, buyers = bought["purchase_value"].sum(), int(bought["buyers"].sum())
    with st.grid(4, min_column_width=190):
        _sum(_("Bought outside the city"), outside, buyers)
        _of(_("A local firm makes it"), rows[makes])
        _of(_("A firm of its industry might"), rows[~makes])
        _of(_("Accepted"), rows[rows["code"] == ACCEPTED])


def _of(label: str, rows: pd.DataFrame) -> None:
    """The purchases in these rows, each of them once, however many firms could supply it."""
    once = proposals.purchases(rows)
    _sum(label, once["purchase_value"].sum(), len(once))


def _sum(label: str, value: float, count: int) -> None:
    st.metric(
        label,
        numbers.money(value),
        _("{count} purchases", count=numbers.count(count)),
        delta_color="off",
        delta_arrow="off",
        border=True,
        help=_("Each purchase counts once, however many firms could supply it."),
    )


def table(rows: pd.DataFrame) -> None:
    """The proposals, of which rows are marked and decided on; the list to take away."""
    deciding.notice()
    if rows.empty:
        show.nothing(_("No local firm is proposed for this choice. See below what nobody makes."))
        return
    if len(rows) > SHOWN:
        st.caption(
            _(
                "The first {shown} of {count} proposals, the largest purchases first; the list to "
                "follow up holds all.",
                shown=SHOWN,
                count=numbers.count(len(rows)),
            )
        )
    shown = rows.head(SHOWN)
    settled = (shown["code"] != proposals.OPEN).any()
    filled = [name for name in COLUMNS if not shown[name].isna().all()]
    marked = tables.several(
        shown,
        key=deciding.key(),
        alt=_("Proposed local links"),
        columns=filled[not settled :],
        height=460,
    )
    chosen = shown.iloc[marked]
    if len(chosen) == 1:
        _one(chosen.iloc[0])
    deciding.form(chosen)
    followup.offer(rows)


def gaps(chain: str | None, county: str | None) -> None:
    """What is bought outside and no local firm makes; a row opens what happens if it stays away."""
    bought = session.fetch("outside_products", chain=chain, county=county)
    nobody = bought[bought["makers"] == 0].reset_index(drop=True)
    if len(nobody) > SHOWN:
        st.caption(
            _(
                "The first {shown} of {count} products, the largest spending first.",
                shown=SHOWN,
                count=numbers.count(len(nobody)),
            )
        )
    if len(nobody):
        st.caption(_("A click on a row shows what would stop if the product no longer came."))
    tables.table(
        nobody.head(SHOWN),
        alt=_("What no local firm makes"),
        columns=GAP_COLUMNS,
        opens=("shock", "product"),
        height=380 if len(nobody) > 9 else None,
        empty=_("A local firm makes everything that is bought outside here."),
    )


def _one(row: "pd.Series[Any]") -> None:
    """The one marked proposal in a sentence, with the ways to both firms."""
    with st.container(border=True):
        st.markdown(
            _(
                "**{buyer}** buys **{product}** ({origin}, {value} a year). "
                "**{supplier}**: {reason}",
                buyer=show.plain(row["buyer_name"]),
                product=show.plain(row["product"]),
                origin=_origin(row["origin"]),
                value=_value(row["purchase_value"]),
                supplier=show.plain(row["supplier_name"]),
                reason=show.plain(row["reason"]),
            )
        )
        with st.container(horizontal=True):
            links.link("firm", _("The buyer"), icon=":material/factory:", firm=row["buyer"])
            links.link("firm", _("The supplier"), icon=":material/factory:", firm=row["supplier"])


def _value(amount: Any) -> str:
    return _("value not given") if pd.isna(amount) else numbers.money(amount)


def _origin(code: object) -> str:
    field = schema.dataset("outside_purchase").field("origin")
    return field.choice(str(code))
