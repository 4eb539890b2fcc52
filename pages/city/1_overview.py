"""Overview

The city on one screen: headline figures, completion, what needs attention, nine chains.
:material/dashboard:
"""

import streamlit as st

from chains import metrics, ui
from chains.i18n import _

ui.need()

with st.container(horizontal=True):
    month = ui.choose.month()
    rule = ui.choose.rule()
due = ui.due(month, rule)

chains = metrics.explained(ui.fetch("chain_cards", month=month), due, rule)
worst = metrics.lit(ui.fetch("attention", month=month, schedule=due.share), due, rule)

ui.cards.headlines(ui.fetch("headline", month=month), rule, due)
ui.source("headline", month=month)

left, right = st.columns([5, 6])
with left:
    st.subheader(_("Completion by list, against the schedule"), anchor=False)
    ui.bars("completion_by_level", "level", rule, month=month)
    st.caption(_("A project may stand on several lists, so lists are never added."))
    st.subheader(_("Issues longest overdue"), anchor=False)
    ui.table(
        ui.fetch("issues", limit=4),
        alt=ui.title_of("issues"),
        columns=["state", "days_overdue", "title", "enterprise", "county"],
    )
    ui.source("issues", limit=4)
with right:
    st.subheader(_("What needs attention first"), anchor=False)
    st.caption(_("By money behind the schedule. Choose a row to open the project."))
    ui.link("dispatch", _("Projects to call today"), icon=":material/call:", month=month)
    ui.table(
        worst,
        alt=ui.title_of("attention"),
        columns=["light", "name", "behind", "completion", "chain", "leader", "problem"],
        opens=("project", "project_id"),
    )
    ui.source("attention", month=month, schedule=due.share)

with st.container(horizontal=True, vertical_alignment="center"):
    st.subheader(_("Nine chains"), anchor=False, width="content")
    ui.link("nine", _("See them in one picture"), icon=":material/hub:")
ui.cards.chains(chains, rule, due)
st.caption(rule.help)
ui.source("chain_cards", month=month)

st.subheader(_("Published indicators"), anchor=False)
ui.table(ui.fetch("indicators"), alt=ui.title_of("indicators"), hide=["indicator_id"])
ui.source("indicators")
