"""Which lights a rule would turn, as seen on the page before it is published."""

from collections import Counter
from typing import Any

import pandas as pd
import streamlit as st

from chains import rulebook, rules
from chains.errors import N_
from chains.figures import numbers
from chains.i18n import _
from chains.rulebook import Turns
from chains.rulebook.turning import KINDS
from chains.rules import LightRule
from chains.ui import choose, session, show

NAMES = {
    "level": N_("Lists"),
    "chain": N_("Chains"),
    "county": N_("Counties"),
    "project": N_("Projects"),
}


def turns(before: LightRule, after: LightRule) -> Turns:
    """The lights that turn in the chosen month, counted and listed with both sentences."""
    month = choose.month()
    edition = session.edition()
    found = session.kept(
        lambda: rulebook.turned(edition, before, after, month=month),
        "rule_turns",
        month,
        rules.text(before),
        rules.text(after),
    )
    _counts(found)
    if found.frame.empty:
        st.info(_("No light would change in {month}.", month=month), icon=":material/equal:")
        return found
    _moves(found.frame)
    _list(found.frame)
    return found


def _counts(found: Turns) -> None:
    """How many lights of each kind turn, of how many."""
    turned = found.frame["kind"].value_counts()
    with st.grid(4, min_column_width=140):
        for kind in KINDS:
            said = _(
                "{turned} of {all}",
                turned=numbers.count(turned.get(kind, 0)),
                all=numbers.count(found.looked[kind]),
            )
            st.metric(_(NAMES[kind]), said, border=True)


def _moves(frame: pd.DataFrame) -> None:
    """From which light to which, and how many of each kind."""
    moves = Counter(zip(frame["before"], frame["after"], frame["kind"], strict=True))
    rows = [
        {
            _("Before"): show.word(before),
            _("After"): show.word(after),
            **{_(NAMES[kind]): moves[before, after, kind] for kind in KINDS},
        }
        for before, after in dict.fromkeys(move[:2] for move in moves)
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, alt=_("From which light to which"))


def _list(frame: pd.DataFrame) -> None:
    """Everything that turns, of one kind or of all."""
    names = {kind: _(text) for kind, text in NAMES.items() if kind in set(frame["kind"])}
    kind = choose.pick("kind", names, _("Of what"), every=_("All"))
    shown = frame[frame["kind"] == kind] if kind else frame
    st.dataframe(
        pd.DataFrame([_row(one) for one in shown.itertuples()]),
        hide_index=True,
        alt=_("Lights that would change"),
    )


def _row(one: Any) -> dict[str, str]:
    return {
        _("Of what"): one.name,
        _("Before"): show.word(one.before),
        _("After"): show.word(one.after),
        _("Sentence before"): one.before_reason,
        _("Sentence after"): one.after_reason,
    }
