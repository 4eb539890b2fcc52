"""What a file would change, seen on the page: rows, cells, and the figures that leaders see."""

import pandas as pd
import streamlit as st

from chains import intake, schema
from chains.figures import numbers
from chains.i18n import _
from chains.intake import Difference, Submission, pending
from chains.ui import effects as figures
from chains.ui import links, session, turns, waiting
from chains.ui.session import PREVIEW

EFFECTS = "upload_effects"


def effects(submission: Submission) -> None:
    """What publishing would do to the figures of the pages, and the way to look at it all."""
    token = waiting.token_of()
    if token is None or submission.difference is None or submission.difference.empty:
        return
    title = _("What it does to the figures")
    st.markdown(f"**{title}**")
    held = st.session_state.get(EFFECTS)
    if held is None or held[0] != (token, submission.base):
        with st.spinner(_("Trying it on a copy of the data")), turns.aside():
            held = ((token, submission.base), _tried(token))
        st.session_state[EFFECTS] = held
    found = held[1]
    if found.empty:
        st.caption(_("No figure of the overview would change."))
    else:
        figures.table(found)
    links.link(
        "overview",
        _("Look at the whole dashboard as it would be"),
        icon=":material/visibility:",
        **{PREVIEW: token},
    )


def _tried(token: str) -> pd.DataFrame:
    store = session.store()
    with store.reading() as before:
        after = pending.preview(store, token)
        try:
            return intake.effects(before, after)
        finally:
            after.close()


def difference(submission: Submission, found: Difference) -> None:
    """What would change: counts, then cell by cell; and what becomes of rows that are missing."""
    if found.empty and submission.duplicate_of:
        st.info(
            _(
                "This very file was submitted before, as No. {number}; all of it still stands.",
                number=submission.duplicate_of,
            ),
            icon=":material/content_copy:",
        )
    with st.grid(4, min_column_width=140):
        st.metric(_("Rows added"), numbers.count(found.added), border=True)
        st.metric(_("Rows changed"), numbers.count(found.changed), border=True)
        st.metric(_("Rows unchanged"), numbers.count(found.same), border=True)
        st.metric(_("Rows withdrawn"), numbers.count(found.removed), border=True)
    _missing(submission)
    if not found.cells.empty:
        titles = {
            "key": _("Key"),
            "column": _("Column"),
            "before": _("Before"),
            "after": _("After"),
        }
        named = found.cells.assign(column=[_title(name) for name in found.cells["column"]])
        st.dataframe(
            named[list(titles)].rename(columns=titles),
            hide_index=True,
            placeholder="—",
            alt=_("What would change"),
        )


def _missing(submission: Submission) -> None:
    """Rows of the file's months, chains and the like that it does not have: kept, or withdrawn."""
    if not submission.withdrawn or submission.undoes or submission.asked.partial:
        return
    st.toggle(
        _(
            "Withdraw {count} rows that the data has for the same scope and the file has not "
            "(they are kept otherwise)",
            count=numbers.count(submission.withdrawn),
        ),
        value=submission.asked.withdraw,
        key="upload_withdraw",
        on_change=_withdraw,
    )


def _withdraw() -> None:
    waiting.again(withdraw=st.session_state["upload_withdraw"])


def _title(column: str) -> str:
    term = schema.term(column)
    return term.label if term else column
