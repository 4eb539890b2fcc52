"""Accounts

Who may come in, in which roles, and whose data each liaison officer may change.
:material/manage_accounts:
"""

import streamlit as st

from chains import ui
from chains.i18n import _

if ui.accounts.kept():
    ui.accounts.told()
    ui.accounts.overview()

    with st.expander(_("Make an account"), icon=":material/person_add:"):
        ui.accounts.make()

    account = ui.accounts.pick()
    if account:
        ui.accounts.edit(account)
        ui.accounts.doors(account)
