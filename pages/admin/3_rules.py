"""Rules of the lights

By which rule everything is lit, what another would change, and every rule that held.
:material/traffic:
"""

import streamlit as st

from chains import ui
from chains.i18n import _

ui.need()
ui.rule_publish.told()
st.subheader(_("In force"), anchor=False)
in_force = ui.rule_shown.in_force()

if ui.rule_draft.may_begin():
    st.subheader(_("Another rule"), anchor=False)
    rule = ui.rule_draft.draft(in_force)
    if rule:
        st.subheader(_("Lights that would change"), anchor=False)
        turns = ui.rule_turns.turns(in_force, rule)
        ui.rule_publish.form(rule, turns)

st.subheader(_("Every rule that held"), anchor=False)
ui.rule_history.history()
ui.source("rule_history")
