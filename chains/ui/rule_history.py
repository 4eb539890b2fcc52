"""Every rule of the lights that held, and the way to take an older one again."""

import re
from typing import Any

import pandas as pd
import streamlit as st

from chains import rules
from chains.i18n import _
from chains.rules import LightRule
from chains.ui import choose, session, show
from chains.ui.tables import table

BASE = "from"  # in the URL: the rule with which a draft begins
EDITION = re.compile(r"edition_([0-9]+)")
COLUMNS = ("edition", "made_at", "name", "made_by", "message")


def kept() -> dict[str, LightRule]:
    """The rules of the ledger, the latest first, by a code that names the edition."""
    rows = zip(*(session.fetch("rule_history")[name] for name in ("edition", "text")), strict=True)
    return {f"edition_{number}": rules.parsed(text) for number, text in rows if _is_kept(text)}


def edition_of(code: str) -> int | None:
    """The edition that a code names, if it names one."""
    found = EDITION.fullmatch(code)
    return int(found[1]) if found else None


def history() -> None:
    """The ledger; a click on a row begins a draft with its rule."""
    found = session.fetch("rule_history")
    labels = [rules.parsed(text).label if _is_kept(text) else None for text in found["text"]]

    def take(row: Any) -> None:
        if row is not None and _is_kept(row.text):
            choose.put(BASE, f"edition_{row.edition}")

    table(
        found.assign(name=pd.Series(labels, found.index, dtype=object)),
        alt=show.title_of("rule_history"),
        columns=COLUMNS,
        empty=_("No rule was published yet."),
        key="rule_history",
        picks=take,
    )
    if any(labels):
        st.caption(_("A click on a row puts its rule into the form above, to be published again."))
    if not all(labels):
        st.caption(_("A row without a rule: an edition from before it was restored since."))


def _is_kept(text: Any) -> bool:
    """Whether the rule is still there: what was restored away has no content."""
    return isinstance(text, str)
