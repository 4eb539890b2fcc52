"""Corrections

Correct or add a few rows in a grid; they are checked and confirmed as a file is.
:material/edit_square:
"""

import streamlit as st

from chains import ui
from chains.i18n import _

ui.need()

st.markdown(_("Change cells or add rows, then check them. Nothing changes until you confirm it."))

dataset = ui.upload.given()
found = ui.grid.rows(dataset)
if found is not None:
    ui.grid.edit(dataset, found)
