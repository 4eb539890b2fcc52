"""Workbench

Ask the data in SQL: start from a saved query, run it in a process of its own, export the answer.
:material/terminal:
"""

import streamlit as st

from chains import ui
from chains.i18n import _

st.caption(ui.workbench.limits())

saved = ui.workbench.saved()
values = ui.workbench.parameters(saved)
sql = ui.workbench.editor(saved)

if st.button(_("Run"), type="primary", icon=":material/play_arrow:", shortcut="Ctrl+Enter"):
    ui.workbench.result(ui.workbench.answer(sql, values))

with st.expander(_("Tables and views"), icon=":material/schema:"):
    ui.workbench.tables()
