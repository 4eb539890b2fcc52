"""The faults of a file, seen on the page: grouped, listed, and marked in the file itself."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from chains import i18n
from chains.figures import numbers
from chains.i18n import _
from chains.intake import Fault, Submission, fault, returned
from chains.ui import show, waiting

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def faults(submission: Submission) -> None:
    """Every fault with its row and column, grouped; and the file marked, to be mended."""
    errors = [one for one in submission.faults if one.severity == "error"]
    if submission.ignored_columns:
        st.caption(
            _("Ignored columns: {names}", names=show.plain("、".join(submission.ignored_columns)))
        )
    if not submission.faults:
        st.success(_("{rows} rows read, no fault found.", rows=numbers.count(submission.rows)))
        return
    groups = fault.grouped(submission.faults)
    count = sum(one.count for one in groups if one.severity == "error")
    if errors and not submission.accepted:
        st.error(
            _(
                "{faults} faults in {rows} rows. Nothing was changed. Correct them, upload again.",
                faults=numbers.count(count),
                rows=numbers.count(submission.rows),
            ),
            icon=":material/rule:",
        )
    elif errors:
        st.warning(
            _("{rows} faulty rows are left out.", rows=numbers.count(len(submission.left_out))),
            icon=":material/rule:",
        )
    else:
        st.warning(
            _(
                "{faults} warnings. Look at them, then confirm or correct.",
                faults=numbers.count(sum(one.count for one in groups)),
            ),
            icon=":material/rule:",
        )
    _listed(submission, groups)
    _sent_back(submission)


def _listed(submission: Submission, groups: tuple[fault.Group, ...]) -> None:
    """The faults of all rules, or of the one that is chosen."""
    chosen = None
    if len(groups) > 1:
        chosen = st.selectbox(
            _("Show the faults of"),
            range(len(groups)),
            index=None,
            format_func=lambda place: _said(groups[place]),
            placeholder=_("all rules: {count} kinds of faults", count=len(groups)),
            key="fault_group",
        )
    kept = submission.faults
    if chosen is not None and chosen < len(groups):
        one = groups[chosen]
        wanted = (one.rule, one.column, one.severity)
        kept = tuple(it for it in kept if (it.rule, it.column, it.severity) == wanted)
    st.dataframe(fault_frame(kept), hide_index=True, placeholder="—", alt=_("Faults of the file"))


def _said(group: fault.Group) -> str:
    """How often, where, and what of the first."""
    mark = "✖" if group.severity == "error" else "⚠"
    where = f"{group.column} · " if group.column else ""
    return f"{mark} {numbers.count(group.count)} × {where}{group.first.message}"


def _sent_back(submission: Submission) -> None:
    """The same file with its faults marked, and the rows that are left out."""
    marked, faulty = returned.names(submission)
    with st.container(horizontal=True):
        st.download_button(
            _("Download the file with its faults marked"),
            _workbook(returned.workbook, submission),
            file_name=marked,
            mime=WORKBOOK,
            icon=":material/edit_note:",
            on_click="ignore",
        )
        if submission.left_out:
            st.download_button(
                _("Download the rows that are left out"),
                _workbook(returned.faulty_rows, submission),
                file_name=faulty,
                mime=WORKBOOK,
                icon=":material/playlist_remove:",
                on_click="ignore",
            )
        if any(one.severity == "error" for one in submission.faults):
            st.toggle(
                _("Take the good rows, leave the faulty ones out"),
                value=submission.asked.partial,
                key="upload_partial",
                on_change=_in_part,
            )


def _workbook(
    make: Callable[[bytes, Submission], tuple[str, bytes]], submission: Submission
) -> Callable[[], bytes]:
    """What makes a workbook at the time of the click, in the language of the page."""
    language = i18n.language()

    def give() -> bytes:
        with i18n.speaking(language):
            return make(submission.data, submission)[1]

    return give


def _in_part() -> None:
    waiting.again(partial=st.session_state["upload_partial"], withdraw=False)


def fault_frame(found: tuple[Fault, ...]) -> pd.DataFrame:
    """Faults as a table in the language in force."""
    severity = {"error": _("Error"), "warning": _("Warning to check")}
    return pd.DataFrame(
        [
            {
                _("Row"): one.row,
                _("Column"): one.column,
                _("Value"): one.value,
                _("Severity"): severity[one.severity],
                _("What to do"): one.message,
            }
            for one in found
        ]
    )
