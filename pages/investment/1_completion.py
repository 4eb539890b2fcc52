"""Investment completion

Who is behind, by list, chain, county, leader, sector or kind of project.
:material/bar_chart:
"""

import streamlit as st

from chains import ui

ui.need()

with st.grid(6, min_column_width=150):
    by = ui.completion.by()
    month = ui.choose.month()
    rule = ui.choose.rule()
    level = ui.choose.level()
    chain = ui.choose.chain()
    county = ui.choose.county()

ui.completion.shown(ui.completion.Look(by, month, rule, level, chain, county))
