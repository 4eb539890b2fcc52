"""Proposed links as rows: what the edition proposes, what was decided, and why, in a sentence."""

from typing import Any

import pandas as pd

from chains import schema, state
from chains.errors import N_
from chains.i18n import _
from chains.state.decisions import ACCEPTED, DISMISSED, Decision, Link
from chains.ui import moments, session

EACH = 3  # suppliers for one purchase
READ = 5  # of the question, since those that were set aside make room
OPEN = "open"
KEY = ["buyer", "product", "supplier"]
WORDS = {OPEN: N_("Undecided"), ACCEPTED: N_("Accepted"), DISMISSED: N_("Dismissed")}
REASONS = {
    "同名产品": N_("Makes a product of the same name: {made}."),
    "同一环节": N_(
        "Stands in the segment {segment}, which the product's name holds; makes {made}."
    ),
    "产品相近": N_("Makes a product of a like name: {made}."),
    "同一行业": N_("Is of the product's industry ({code}); ask whether it can make it."),
}
MISSING = N_("No local firm stands in {gap} yet; this one is of its industry ({code}).")


def found(chain: str | None, county: str | None, product: str | None) -> pd.DataFrame:
    """Every proposal with its decision and reason, the largest purchase first.

    Of a purchase the nearest three that are not set aside, and all on which something was decided.
    """
    frame = session.kept(
        lambda: _told(
            session.fetch("matches", chain=chain, county=county, product=product, limit=READ)
        ),
        "matches",
        chain,
        county,
        product,
    )
    decided = state.decisions.every(state.in_force())
    given = [decided.get(link) for link in links(frame)]
    codes = pd.Series([one.decision if one else OPEN for one in given], frame.index, dtype=object)
    undecided = codes == OPEN
    purchase = [frame["buyer"], frame["product"]]
    taken = (codes == ACCEPTED).groupby(purchase).transform("sum")
    kept = ~undecided | (undecided.groupby(purchase).cumsum() + taken <= EACH)
    return _decided(frame, given).assign(code=codes)[kept].reset_index(drop=True)


def links(frame: pd.DataFrame) -> list[Link]:
    """Buyer, product and supplier of each row."""
    return list(frame[KEY].itertuples(index=False, name=None))


def purchases(frame: pd.DataFrame) -> pd.DataFrame:
    """Each purchase of the proposals once."""
    return frame.drop_duplicates(["buyer", "product"])


def reason(row: Any) -> str:
    """Why this firm is proposed for this purchase."""
    code, gap = row.industry_code, row.gap_segment
    if row.match_by == "同一行业" and isinstance(gap, str):
        return _(MISSING, gap=gap, code=code)
    made = row.local_product if isinstance(row.local_product, str) else _("its main product")
    return _(REASONS[row.match_by], made=made, segment=row.segment, code=code)


def _told(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows with names for codes, and the reason."""
    chains, counties = _names("chains", "chain_id"), _names("counties", "county_id")
    joined = {
        codes: _(", ").join(chains.get(one, one) for one in codes.split(","))
        for codes in frame["chain_ids"].dropna().unique()
    }
    return frame.assign(
        buyer_chains=frame["chain_ids"].map(joined),
        buyer_county=frame["county_id"].map(counties),
        supplier_county=frame["supplier_county_id"].map(counties),
        reason=[reason(row) for row in frame.itertuples()],
    )


def _decided(frame: pd.DataFrame, given: list[Decision | None]) -> pd.DataFrame:
    """The rows with what was decided, by whom, when and why."""
    columns = {
        "decision": [_(WORDS[one.decision if one else OPEN]) for one in given],
        "decided_by": [one.title if one else None for one in given],
        "decided_at": [moments.shown(one.decided_at) if one else None for one in given],
        "decision_note": [one.note if one else None for one in given],
    }
    return frame.join(pd.DataFrame(columns, frame.index, dtype=object))


def _names(question: str, column: str) -> dict[str, str]:
    rows = session.fetch(question)
    return dict(zip(rows[column], rows["name"], strict=True))


def kinds() -> dict[str, str]:
    """The kinds of proposal, in the language in force."""
    field = schema.derived()["proposal"]
    return {value: field.choice(value) for value, _english in field.choices}
