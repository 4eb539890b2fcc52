"""Weak points

Where a chain is weak: gaps, single suppliers, concentration, cut points; look at these first.
:material/troubleshoot:
"""

from chains import ui

ui.need()
ui.provenance.note()
