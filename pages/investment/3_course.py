"""The year's course

Plan, schedule, actual and forecast of the year; who makes the gap, what is late, what moved.
:material/timeline:
"""

import streamlit as st

from chains import ui

ui.need()

with st.grid(5, min_column_width=170):
    month = ui.choose.month()
    level = ui.choose.level()
    chain = ui.choose.chain()
    county = ui.choose.county()
    rule = ui.choose.rule()

ui.course.shown(ui.course.Look(month, rule, level, chain, county))
st.caption(rule.help)
