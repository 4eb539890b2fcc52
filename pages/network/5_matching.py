"""Local matches

What firms buy outside the city and a local firm makes: proposed links to follow up.
:material/handshake:
"""

from chains import ui

ui.need()
ui.provenance.note()
