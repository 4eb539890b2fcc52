"""Alerts

Lights that turned with an edition: from which to which, why, who answers, since which submission.
:material/notifications:
"""

import streamlit as st

from chains import ui

ui.need()

ui.alerts.catch_up()
with st.grid(3, min_column_width=170):
    kind = ui.alerts.kind()
    chain = ui.choose.chain()
    unread = ui.alerts.unread_only()
ui.alerts.listed(kind, chain, unread=unread)
ui.feeds.panel()
