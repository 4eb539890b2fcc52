"""Dictionary

Every dataset and column with title, unit, type, allowed values and meaning, from the schema.
:material/menu_book:
"""

import streamlit as st

from chains import ui
from chains.i18n import _

st.subheader(_("Datasets"), anchor=False)
ui.dictionary.show(ui.dictionary.overview(), _("Datasets"))

st.subheader(_("Columns of a dataset"), anchor=False)
dataset = ui.dictionary.pick()
st.caption(dataset.help)
ui.dictionary.show(ui.dictionary.fields(dataset), dataset.label)
ui.dictionary.rules(dataset)

st.subheader(_("Derived columns"), anchor=False)
st.caption(_("Computed by queries; one name has one meaning in all of them."))
ui.dictionary.show(ui.dictionary.derived(), _("Derived columns"))
