"""Upload

Update the data from a file: see every fault and what would change, confirm, get a receipt.
:material/upload_file:
"""

import streamlit as st

from chains import ui
from chains.i18n import _

st.markdown(
    _("Choose a dataset, fill in its template, upload the file. Nothing changes until you confirm.")
)

dataset = ui.upload.dataset()
ui.upload.receipt()
ui.upload.notice()
submission = ui.upload.pending(dataset)

if submission:
    st.subheader(_("How the file was read"), anchor=False)
    ui.reading.shown(submission)
    st.subheader(_("What was found in the file"), anchor=False)
    ui.review.faults(submission)
    if submission.difference:
        st.subheader(_("What would change"), anchor=False)
        ui.changes.difference(submission, submission.difference)
        ui.changes.effects(submission)
    ui.upload.settle(submission)

st.subheader(_("How fresh is each dataset"), anchor=False)
ui.table(
    ui.fetch("freshness"),
    alt=ui.title_of("freshness"),
    empty=_("Nothing was submitted yet."),
)
ui.source("freshness")
