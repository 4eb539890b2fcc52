"""Projects to call

Projects that need a leader today, ranked and explained, and the list for the dispatch meeting.
:material/call:
"""

import streamlit as st

from chains import metrics, ui
from chains.i18n import _

ui.need()

with st.grid(6, min_column_width=150):
    month = ui.choose.month()
    chain = ui.choose.chain()
    county = ui.choose.county()
    leader = ui.dispatch.leader()
    ranked_by = ui.dispatch.ranking()
    rule = ui.choose.rule()
due = ui.due(month, rule)
chosen = {"month": month, "chain": chain, "county": county, "leader": leader}
asked = {**chosen, "schedule": due.share, "ranked_by": ranked_by}

projects = metrics.lit(ui.fetch("to_call", **asked), due, rule)
decisions = ui.fetch("dispatch_items", **chosen)

ui.dispatch.figures(projects, decisions)
ui.dispatch.explained(ranked_by)
ui.dispatch_cards.shown(projects, rule, due, **asked)
ui.source("to_call", **asked)

st.subheader(_("The projects to call"), anchor=False)
ui.dispatch.table(projects)
ui.dispatch_list.offer(projects, rule, **asked)

st.subheader(_("What the meetings decided"), anchor=False)
ui.dispatch.decisions(decisions)
ui.source("dispatch_items", **chosen)
