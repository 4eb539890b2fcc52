"""Project profile

One major project: what it is, who answers for it, its months, plans and problems.
:material/engineering:
"""

import streamlit as st

from chains import metrics, ui
from chains.i18n import _

ui.need()

with st.grid(3, min_column_width=170):
    project = ui.choose.project()
    month = ui.choose.month()
    rule = ui.choose.rule()
ui.need(project)
due = ui.due(month, rule)
profile = ui.fetch("project_profile", project=project)
versions = ui.fetch("project_plans", project=project, month=month)

card = metrics.explained(ui.fetch("project", project=project, month=month), due, rule)
ui.project.card(card, profile, versions, rule, due)
ui.source("project", project=project, month=month)
ui.project.dates(project, month)
ui.project.parts(profile, month, due, rule)

left, right = st.columns([3, 2])
with left:
    ui.project.course(project, month, rule, versions)
with right:
    st.subheader(_("Lights month by month"), anchor=False)
    ui.project.lights(project, rule)

st.subheader(_("Plans"), anchor=False)
ui.project.plans(project, versions, month=month)
st.subheader(_("Every month"), anchor=False)
ui.project.months(project, rule)

st.subheader(_("Problems that reports named"), anchor=False)
ui.project.problems(project)
st.subheader(_("Dispatch decisions"), anchor=False)
ui.project.decisions(project)
st.subheader(_("Issues of the builder"), anchor=False)
ui.project.issues(profile)
st.subheader(_("Submissions behind this page"), anchor=False)
ui.project.submissions(project)
