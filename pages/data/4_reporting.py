"""Reporting

Who has not reported the month, by dataset, chain and liaison; due dates, and who was late.
:material/event_available:
"""

import streamlit as st

from chains import ui
from chains.i18n import _

ui.need()

with st.grid(3, min_column_width=170):
    month = ui.reporting.month()
    dataset = ui.reporting.dataset()
    chain = ui.choose.chain()

ui.reporting.totals(month, dataset)

st.subheader(_("Not reported yet"), anchor=False)
ui.reporting.missing(month, dataset, chain)
ui.source("not_reported", month=month, dataset=dataset, chain=chain)

st.subheader(_("By chain and liaison"), anchor=False)
ui.reporting.by_chain(month, dataset)
st.caption(_("A firm counts in each of its chains, so chains are never added."))
ui.source("not_reported_by_chain", month=month, dataset=dataset)

st.subheader(_("Late"), anchor=False)
ui.reporting.late_ones(month, dataset, chain)
st.caption(
    _(
        "A report is late when it was first submitted after the due date, as far as the kept "
        "editions tell; what was corrected later is not late."
    )
)
