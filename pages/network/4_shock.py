"""Shock

If firms, a county or an outside product stop: what is at risk, how it travels, who could step in.
:material/bolt:
"""

import streamlit as st

from chains import ui
from chains.i18n import _

ui.need()

if ui.shock.ranks():
    ui.shock.ranking()
elif scenario := ui.shock.chosen():
    ui.shock.result(scenario)
else:
    st.info(
        _(
            "Choose what stops: one or several firms, a whole county, or a product that comes "
            "from outside. Or click one of these firms."
        ),
        icon=":material/bolt:",
    )
    ui.shock.ranking()

ui.provenance.note()
