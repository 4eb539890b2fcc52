"""Nine chains

All nine chains in one picture: who answers, what ties them together, where they are weak.
:material/hub:
"""

from chains import ui

ui.need()
ui.provenance.note()
