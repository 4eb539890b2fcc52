"""Firm

One firm: what it is, its months, projects, issues, officers, suppliers and customers.
:material/factory:
"""

from chains import ui

ui.need()
ui.provenance.note()
