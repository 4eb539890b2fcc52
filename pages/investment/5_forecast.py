"""Forecast

What the year may come to by December, by the method that erred least on the years before.
:material/online_prediction:
"""

import streamlit as st

from chains import ui
from chains.i18n import _

ui.need()

with st.grid(5, min_column_width=170):
    month = ui.choose.month()
    by = ui.forecast.by()
    level = ui.choose.level()
    chain = ui.choose.chain()
    county = ui.choose.county()
chosen = {"level": level, "chain": chain, "county": county}

made = ui.forecast.current(month)
ui.forecast.need(made)
rows = ui.forecast.projects(made, **chosen)

ui.forecast.headlines(made, rows)
ui.backtest.said(made)
ui.source("forecast_years", month=month)

left, right = st.columns([6, 5])
with left:
    st.subheader(_("What each part may come to"), anchor=False)
    ui.forecast.parts(made, by, **chosen)
with right:
    st.subheader(_("How each method did in past years"), anchor=False)
    ui.backtest.shown(made)
    ui.source("forecast_years", month=month)

st.subheader(_("Who would miss the plan by most"), anchor=False)
ui.forecast.table(rows)
ui.source("projects", month=month, **chosen)
