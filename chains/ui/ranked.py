"""The ranking of the firms by what their stop endangers, where it is there; how far it is, else."""

import pandas as pd
import streamlit as st

from chains import i18n
from chains.figures import numbers
from chains.i18n import _
from chains.risk import ranking
from chains.ui import choose, session

EVERY = 3.0  # seconds between looks while the ranking is worked out


def read() -> pd.DataFrame | None:
    """The ranking of the shown edition, read once; None where there is none, as in a preview."""
    view, store = session.view(), session.store()
    file = ranking.beside(store, view.number)
    if view.path or not file.exists():
        return None
    number, stamp = view.number, file.stat().st_mtime_ns
    return session.kept(lambda: ranking.read(store, number), "ranking", stamp)


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
            _("The ranking of the firms has not been worked out for this edition."),
            icon=":material/hourglass_empty:",
        )
        return
    done, total = numbers.count(found.done), numbers.count(found.total)
    st.progress(
        min(found.done / max(found.total, 1), 1.0),
        text=_("Working out the ranking: {done} of {total} firms", done=done, total=total),
    )
