"""History

Every submission with its file and what it did to the figures; editions compared; records traced.
:material/history:
"""

import streamlit as st

from chains import ui
from chains.i18n import _

ui.need()

st.subheader(_("Submissions"), anchor=False)
ui.history.submissions()
ui.source("submissions")

submission = ui.history.chosen()
if submission:
    number = submission.submission_id
    st.subheader(_("Submission {number}", number=number), anchor=False)
    ui.history.one(submission)
    st.markdown("**" + _("Figures before and after") + "**")
    ui.history.figures(submission)
    ui.history.undo(submission)

st.subheader(_("Compare two editions"), anchor=False)
pair = ui.comparison.editions()
if pair:
    ui.comparison.changes(*pair)

st.subheader(_("Where a record comes from"), anchor=False)
with st.grid(4, min_column_width=200):
    dataset = ui.trace.dataset()
    key = ui.trace.key(dataset)
record = ui.trace.record(dataset, key) if key else None
if record:
    ui.trace.origin(record)
