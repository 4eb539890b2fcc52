"""Audit log

Who did what, when and from where, and how it ended; whether every entry still holds.
:material/policy:
"""

import streamlit as st

from chains import ui
from chains.i18n import _

st.caption(_("Times are those of the server's clock. An entry is never changed."))
ui.audit.verdict()

wanted = ui.audit.search()
ui.audit.entries(wanted)
ui.audit.taken(wanted)
