"""Weak points

Where a chain is weak: gaps, single suppliers, concentration, cut points; look at these first.
:material/troubleshoot:
"""

import streamlit as st

from chains import ui
from chains.i18n import _

ui.need()

chain = ui.choose.chain()
look = ui.weak.look(chain)

ui.weak.summary(look)
ui.weak.first(look.found)
ui.weak.segments(look)
with st.container(horizontal=True):
    ui.source("weak_segments", chain=chain)
    ui.source("segment_outputs", chain=chain)
    ui.source("segment_supply", chain=chain)
ui.weak.firms(chain)
ui.weak.inputs(chain, look.buyers)
ui.weak.bridges(look)
ui.weak.explained()
ui.provenance.note(chain)
st.caption(_("Segments and flows are the chain's plan; output and supply are what firms reported."))
