"""Where the links between firms came from, said on every page that stands on them."""

import streamlit as st

from chains.figures import numbers
from chains.i18n import _
from chains.ui import links, session

DECLARED, RECORDED, INFERRED = "企业申报", "联络员登记", "推断"


def note(chain: str | None = None) -> None:
    """How many links are declared, recorded and inferred, and what follows from them: a ranking."""
    found = session.fetch("supply_sources", chain=chain)
    count = dict(zip(found["source"], found["links"], strict=True))
    st.caption(
        _(
            "{total} supply links: {declared} declared by firms, {recorded} recorded by liaisons, "
            "{inferred} inferred. What is worked out from them ranks; it does not predict.",
            total=numbers.count(sum(count.values())),
            declared=numbers.count(count.get(DECLARED, 0)),
            recorded=numbers.count(count.get(RECORDED, 0)),
            inferred=numbers.count(count.get(INFERRED, 0)),
        )
    )
    links.source("supply_sources", chain=chain)
