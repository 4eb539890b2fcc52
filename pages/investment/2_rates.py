"""Rates

Completion, starts, finishes, production and registration, each with the projects behind it.
:material/percent:
"""

import streamlit as st

from chains import ui
from chains.i18n import _

ui.need()

with st.grid(4, min_column_width=170):
    month = ui.choose.month()
    level = ui.choose.level()
    chain = ui.choose.chain()
    county = ui.choose.county()
chosen = {"month": month, "level": level, "chain": chain, "county": county}

ui.rates.cards(chosen)

st.subheader(_("Projects behind a rate"), anchor=False)
ui.rates.projects(chosen)
