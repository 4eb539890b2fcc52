"""Project profile

One major project: what it is, who answers for it, its months, plans and problems.
:material/engineering:
"""

import streamlit as st

from chains import figures, metrics, ui
from chains.i18n import _

ui.need()

with st.grid(3, min_column_width=170):
    project = ui.choose.project()
    month = ui.choose.month()
    rule = ui.choose.rule()
ui.need(project)
dark = ui.dark()
due, year = metrics.schedule(month, rule.schedule), int(month[:4])

card = metrics.explained(ui.fetch("project", project=project, month=month), due, rule)
ui.project.card(card)
ui.source("project", project=project, month=month)

left, right = st.columns([3, 2])
with left:
    st.subheader(_("Investment in {year}", year=year), anchor=False)
    months = ui.fetch("project_months", project=project, year=year)
    ui.plot(
        ui.kept(lambda: figures.project_curve(months, dark=dark), "curve", project, year, dark),
        key="curve",
        alt=ui.title_of("project_months"),
    )
    ui.source("project_months", project=project, year=year)
with right:
    st.subheader(_("Plans"), anchor=False)
    ui.table(ui.fetch("project_plans", project=project), alt=ui.title_of("project_plans"))
    ui.source("project_plans", project=project)

st.subheader(_("Every month"), anchor=False)
every = metrics.lit_by_month(ui.fetch("project_months", project=project), rule)
ui.table(
    every,
    alt=ui.title_of("project_months"),
    columns=ui.MONTH_COLUMNS,
)
ui.source("project_months", project=project)
