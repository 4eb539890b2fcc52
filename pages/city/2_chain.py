"""Chain

One chain from upstream to downstream: who answers, segments, gaps, firms, projects, issues.
:material/account_tree:
"""

import streamlit as st

from chains import metrics, network, rules, ui
from chains.i18n import _

ui.need()

with st.container(horizontal=True):
    chain = ui.choose.chain(every=False)
    month = ui.choose.month()
    rule = ui.choose.rule()
ui.need(chain)
due, growth = ui.due(month, rule), rules.segment_growth()

card = metrics.explained(ui.fetch("chain_cards", month=month, chain=chain), due, rule)
segments = metrics.growth_lit(ui.fetch("chain_segments", chain=chain), growth)
people = ui.fetch("chain_people", chain=chain)
graph = network.chain_graph(
    segments,
    ui.fetch("chain_links", chain=chain),
    people,
    chain=card["name"].iloc[0],
    light=card["light"].iloc[0],
    firms=int(card["firms"].iloc[0]),
)

ui.cards.chain(card, rule, due)
ui.graphs.panorama(graph, chain, growth)
ui.provenance.note(chain)

st.subheader(_("If one of these firms stops"), anchor=False)
ui.graphs.stopping(chain)

st.subheader(_("The segments"), anchor=False)
ui.graphs.table(graph, segments, chain)
ui.source("chain_segments", chain=chain)

st.subheader(_("Who is who"), anchor=False)
ui.cards.people(people)

st.subheader(_("Projects of the chain"), anchor=False)
projects = metrics.lit(ui.fetch("projects", month=month, chain=chain), due, rule)
ui.table(
    projects,
    alt=ui.title_of("projects"),
    columns=ui.PROJECT_COLUMNS,
    opens=("project", "project_id"),
)
ui.source("projects", month=month, chain=chain)

st.subheader(_("Issues that are not closed"), anchor=False)
ui.table(ui.fetch("issues", chain=chain), alt=ui.title_of("issues"), empty=_("No issue is open."))
ui.source("issues", chain=chain)
