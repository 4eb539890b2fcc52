"""Local matches

What firms buy outside the city and a local firm makes: proposed links to follow up.
:material/handshake:
"""

import streamlit as st

from chains import ui
from chains.i18n import _

ui.need()

with st.grid(3, min_column_width=190):
    chain = ui.choose.chain()
    county = ui.choose.county()
    product = ui.matching.product(chain, county)
    kind = ui.matching.kind()
    status = ui.matching.status()

rows = ui.matching.found(chain, county, product, kind, status)
ui.matching.totals(rows, chain, county, product)

st.subheader(_("Proposed links"), anchor=False)
ui.matching.table(rows)
ui.source("matches", chain=chain, county=county, product=product)
st.caption(
    _(
        "A product of the same name comes first, then the segment that the product's name holds, "
        "then a like name, then the same industry code; within these the larger firm. A firm that "
        "supplies the buyer already, one that stands still and one that closed are never proposed."
    )
)

st.subheader(_("What no local firm makes"), anchor=False)
ui.matching.gaps(chain, county)
ui.source("outside_products", chain=chain, county=county)

ui.provenance.note(chain)
