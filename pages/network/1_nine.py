"""Nine chains

All nine chains in one picture: who answers, what ties them together, where they are weak.
:material/hub:
"""

import streamlit as st

from chains import metrics, rules, ui
from chains.i18n import _

ui.need()

with st.container(horizontal=True):
    month = ui.choose.month()
    rule = ui.choose.rule()
    kind = ui.nine.kind()
due, growth = ui.due(month, rule), rules.segment_growth()

cards = metrics.explained(ui.fetch("chain_cards", month=month), due, rule)
segments = metrics.growth_lit(ui.fetch("nine_segments"), growth)

ui.nine.picture(cards, segments, kind, month, rule.name)
st.caption(
    _(
        "A bubble's area stands for output, a dot's for the number of firms. Chains: {rule}",
        rule=rule.help,
    )
)
st.caption(_("Segments: {rule}", rule=growth.help))
with st.container(horizontal=True):
    ui.source("chain_cards", month=month)
    ui.source("nine_segments")

st.subheader(_("What ties the chains together"), anchor=False)
st.caption(
    _(
        "Drawn are the strongest ties: a tree that joins all the chains, and half as many more. "
        "The tables hold all of them."
    )
)
ui.nine.ties(kind)
ui.provenance.note()
