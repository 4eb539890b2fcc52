"""Shock

If firms, a county or an outside product stop: what is at risk, how it travels, who could step in.
:material/bolt:
"""

from chains import ui

ui.need()
ui.provenance.note()
