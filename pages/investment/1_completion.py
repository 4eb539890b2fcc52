"""Investment completion

Who is behind, by list, chain, county, leader, sector or kind of project.
:material/bar_chart:
"""

import streamlit as st

from chains import ui
from chains.i18n import _

ui.need()

with st.grid(2, min_column_width=170):
    month = ui.choose.month()
    rule = ui.choose.rule()

st.subheader(_("By list"), anchor=False)
ui.bars("completion_by_level", "level", rule, month=month)
st.caption(_("A project may stand on several lists, so lists are never added."))
