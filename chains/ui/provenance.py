"""Where the links between firms came from, said on every page that stands on them."""

import streamlit as st

from chains.figures.provenance import supply_words
from chains.ui import links, session


def note(chain: str | None = None) -> None:
    """How many links are declared, recorded and inferred, and what follows from them: a ranking."""
    st.caption(supply_words(session.fetch("supply_sources", chain=chain)))
    links.source("supply_sources", chain=chain)
