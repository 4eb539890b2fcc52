"""Firm

One firm: what it is, its months, projects, issues, officers, suppliers and customers.
:material/factory:
"""

import streamlit as st

from chains import rules, ui
from chains.i18n import _

ui.need()

firm = ui.find.firm()
ui.firm.need(firm)
growth = rules.segment_growth()
segments = ui.fetch("firm_segments", firm=firm)
name = ui.firm.card(ui.fetch("firm", firm=firm), segments, growth)
ui.source("firm", firm=firm)

st.subheader(_("Suppliers and customers"), anchor=False)
ui.firm.network(firm, name, growth)

with st.grid(2, min_column_width=320):
    with st.container():
        st.subheader(_("Output by month"), anchor=False)
        ui.firm.months(firm)
    with st.container():
        st.subheader(_("Segments of the firm"), anchor=False)
        ui.table(segments, alt=ui.title_of("firm_segments"), columns=ui.firm.SEGMENT_COLUMNS)
        ui.source("firm_segments", firm=firm)
        st.subheader(_("Officers assigned"), anchor=False)
        officers = ui.fetch("firm_officers", firm=firm)
        ui.table(officers, alt=ui.title_of("firm_officers"), empty=_("No officer is assigned."))
        ui.source("firm_officers", firm=firm)

st.subheader(_("Issues of the firm"), anchor=False)
issues = ui.fetch("firm_issues", firm=firm)
ui.table(issues, alt=ui.title_of("firm_issues"), empty=_("The firm has raised no issue."))
ui.source("firm_issues", firm=firm)

st.subheader(_("Projects of the firm"), anchor=False)
ui.firm.projects(firm)
