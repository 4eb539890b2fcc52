"""Projects

Major projects against their annual plan: by list, chain and county, and one by one.
:material/construction:
"""

import streamlit as st

from chains import metrics, ui
from chains.i18n import _

ui.need()

with st.grid(5, min_column_width=170):
    month = ui.choose.month()
    level = ui.choose.level()
    chain = ui.choose.chain()
    county = ui.choose.county()
    rule = ui.choose.rule()
due = ui.due(month, rule)
chosen = {"month": month, "chain": chain, "county": county}

with st.grid(3, min_column_width=290):
    with st.container():
        st.subheader(_("By list"), anchor=False)
        ui.bars("completion_by_level", "level", rule, **chosen)
    with st.container():
        st.subheader(_("By chain"), anchor=False)
        ui.bars("completion_by_chain", "chain", rule, month=month, level=level, county=county)
    with st.container():
        st.subheader(_("By county"), anchor=False)
        ui.bars("completion_by_county", "county", rule, month=month, level=level, chain=chain)

st.subheader(_("Every project"), anchor=False)
projects = metrics.lit(ui.fetch("projects", level=level, **chosen), due, rule)
ui.table(
    metrics.only(projects, ui.choose.lights()),
    alt=ui.title_of("projects"),
    columns=ui.PROJECT_COLUMNS,
    opens=("project", "project_id"),
    height=520,
)
st.caption(rule.help)
ui.source("projects", level=level, **chosen)
