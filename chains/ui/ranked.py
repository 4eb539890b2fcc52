"""The ranking of the firms by what their stop endangers, where it is there; how far it is, else."""

import pandas as pd
import streamlit as st

from chains import i18n
from chains.figures import numbers
from chains.i18n import _
from chains.risk import ranking
from chains.ui import choose, session

EVERY = 3.0  # seconds between looks while the ranking is worked out


def stamp() -> int:
    """The time of the shown edition's ranking; 0 where there is none, as in a preview."""
    view = session.view()
    file = ranking.beside(session.store(), view.number)
    return file.stat().st_mtime_ns if not view.path and file.exists() else 0


def read() -> pd.DataFrame | None:
    """The ranking of the shown edition, read once; None where there is none."""
    made = stamp()
    if not made:
        return None
    store, number = session.store(), session.view().number
    return session.kept(lambda: ranking.read(store, number), "ranking", made)


@st.fragment(run_every=EVERY)
def wait() -> None:
    """How far the ranking is; the page is drawn anew once it is there."""
    i18n.choose(choose.asked_language())
    view, store = session.view(), session.store()
    if view.path:
        st.info(_("A preview has no ranking; it is worked out once the data is published."))
        return
    if ranking.beside(store, view.number).exists():
        st.rerun(scope="app")
    found = ranking.progress(store, view.number)
    if found is None:
        st.info(
            _(
                "The ranking of the firms has not been worked out for this edition yet. The server "
                "does so in the background; `python -m chains rank` does it at once."
            ),
            icon=":material/hourglass_empty:",
        )
        return
    share = min(found.done / max(found.total, 1), 1.0)
    said = _("Working out the ranking, {share}", share=numbers.percent(share))
    st.progress(share, text=said + " · " + _(found.stage))
