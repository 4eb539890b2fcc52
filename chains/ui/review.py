"""A file as it was judged, seen on the page: every fault, and what it would change."""

import pandas as pd
import streamlit as st

from chains import schema
from chains.figures import numbers
from chains.i18n import _
from chains.intake import Difference, Fault, Submission
from chains.ui import show


def faults(submission: Submission) -> None:
    """Every fault with its row and column, and what was ignored."""
    errors = [fault for fault in submission.faults if fault.severity == "error"]
    if submission.ignored_columns:
        st.caption(
            _("Ignored columns: {names}", names=show.plain("、".join(submission.ignored_columns)))
        )
    if not submission.faults:
        st.success(_("{rows} rows read, no fault found.", rows=numbers.count(submission.rows)))
        return
    if errors:
        st.error(
            _(
                "{faults} faults in {rows} rows. Nothing was changed. Correct them, upload again.",
                faults=len(errors),
                rows=numbers.count(submission.rows),
            ),
            icon=":material/rule:",
        )
    else:
        st.warning(
            _(
                "{faults} warnings. Look at them, then confirm or correct.",
                faults=len(submission.faults),
            ),
            icon=":material/rule:",
        )
    st.dataframe(
        fault_frame(submission.faults),
        hide_index=True,
        placeholder="—",
        alt=_("Faults of the file"),
    )


def fault_frame(found: tuple[Fault, ...]) -> pd.DataFrame:
    """Faults as a table in the language in force."""
    severity = {"error": _("Error"), "warning": _("Warning to check")}
    return pd.DataFrame(
        [
            {
                _("Row"): fault.row,
                _("Column"): fault.column,
                _("Value"): fault.value,
                _("Severity"): severity[fault.severity],
                _("What to do"): fault.message,
            }
            for fault in found
        ]
    )


def difference(found: Difference) -> None:
    """What would change: counts, then cell by cell."""
    with st.grid(3, min_column_width=150):
        st.metric(_("Rows added"), numbers.count(found.added), border=True)
        st.metric(_("Rows changed"), numbers.count(found.changed), border=True)
        st.metric(_("Rows unchanged"), numbers.count(found.same), border=True)
    if not found.cells.empty:
        titles = {
            "key": _("Key"),
            "column": _("Column"),
            "before": _("Before"),
            "after": _("After"),
        }
        named = found.cells.assign(column=[_title(name) for name in found.cells["column"]])
        st.dataframe(
            named.rename(columns=titles),
            hide_index=True,
            placeholder="—",
            alt=_("What would change"),
        )


def _title(column: str) -> str:
    term = schema.term(column)
    return term.label if term else column
