"""How a file was read, seen on the page: sheet, columns, what was left out, what was repaired."""

from collections import Counter

import pandas as pd
import streamlit as st

from chains import schema
from chains.errors import N_
from chains.figures import numbers
from chains.i18n import _
from chains.intake import Submission
from chains.intake.columns import Column
from chains.intake.repairs import RULES
from chains.intake.words import plain
from chains.ui import show, waiting

KINDS = {
    "total": N_("totals"),
    "note": N_("notes"),
    "title": N_("titles"),
    "repeat_header": N_("repeated headers"),
}
MOST_COLUMNS = 60  # of a file that are offered to be chosen by hand


def shown(submission: Submission) -> None:
    """Everything that the file's reader did that its sender may want to check."""
    if len(submission.sheets) > 1:
        _sheets(submission)
    _summary(submission)
    _columns(submission)
    _repairs(submission)
    _left_out(submission)


def _sheets(submission: Submission) -> None:
    """The sheets of a workbook; another one is read in its place."""
    names = list(submission.sheets)
    st.selectbox(
        _("Sheet"),
        names,
        index=names.index(submission.sheet),
        key="upload_sheet",
        on_change=_other_sheet,
    )


def _other_sheet() -> None:
    waiting.again(sheet=st.session_state["upload_sheet"])


def _summary(submission: Submission) -> None:
    """Rows, kind of file and units in one line."""
    said = [
        _("{rows} rows", rows=numbers.count(submission.rows)),
        submission.encoding or submission.kind,
    ]
    said += [_unit(column) for column in submission.columns if column.factor != 1]
    said += [
        f"{_label(name)}: {'、'.join(values[:6])}{' …' if len(values) > 6 else ''}"
        for name, values in submission.scope_text.items()
        if values
    ]
    st.caption(show.plain(" · ".join(said)))


def _label(name: str) -> str:
    """What a field of the file's scope is called: a chain's name, not its ID."""
    if name.endswith("_id"):
        return schema.dataset(name.removesuffix("_id")).label
    term = schema.term(name)
    return term.label if term else name


def _unit(column: Column) -> str:
    return _(
        "{column} × {factor:g}, kept in {unit}",
        column=column.title,
        factor=column.factor,
        unit=column.field.unit_label,
    )


def _columns(submission: Submission) -> None:
    """Which column is which field; guesses and unknown ones can be changed."""
    guessed = [column for column in submission.columns if column.how == "guess"]
    unknown = submission.ignored_columns
    title = _("Columns: {known} recognised", known=len(submission.columns))
    if guessed:
        title += " · " + _("{count} guessed, please check", count=len(guessed))
    if unknown:
        title += " · " + _("{count} left out", count=len(unknown))
    with st.expander(title, expanded=bool(guessed), icon=":material/view_column:"):
        st.caption(_("Choose what a column is; what you confirm is remembered for your next file."))
        with st.grid(3, min_column_width=220):
            for column in submission.columns[:MOST_COLUMNS]:
                _choice(submission, column.title, column.field.name, guessed=column in guessed)
            for title in unknown[:MOST_COLUMNS]:
                _choice(submission, title, "", guessed=False)


def _choice(submission: Submission, title: str, field: str, *, guessed: bool) -> None:
    fields = {one.name: one.measured for one in submission.dataset.fields}
    key = f"column_{plain(title)}"
    st.selectbox(
        f"{show.plain(title)}{' ❓' if guessed else ''}",
        ["", *fields],
        index=["", *fields].index(field),
        format_func=lambda name: fields.get(name, _("left out")),
        key=f"{key}_{submission.sha256[:8]}",
        on_change=_other_column,
        args=(submission, title, f"{key}_{submission.sha256[:8]}"),
    )


def _other_column(submission: Submission, title: str, key: str) -> None:
    waiting.again(columns={**submission.asked.columns, plain(title): st.session_state[key]})


def _repairs(submission: Submission) -> None:
    """Every cell that was read in another form than it was written."""
    count, listed = submission.repairs
    if not count:
        return
    title = _("{count} cells were put right", count=numbers.count(count))
    with st.expander(title, icon=":material/healing:"):
        st.dataframe(
            pd.DataFrame(
                {
                    _("Row"): [one.row for one in listed],
                    _("Column"): [one.column for one in listed],
                    _("Before"): [one.before for one in listed],
                    _("After"): [one.after for one in listed],
                    _("Rule"): [_(RULES[one.rule]) for one in listed],
                }
            ),
            hide_index=True,
            placeholder="—",
            alt=_("Cells that were put right"),
        )


def _left_out(submission: Submission) -> None:
    """Rows that are no data: totals, notes, headers in the middle."""
    if not submission.notes:
        return
    counts = Counter(note.kind for note in submission.notes)
    said = "、".join(f"{_(KINDS[kind])} {count}" for kind, count in counts.items())
    title = _("Rows that are no data were left out: {said}", said=said)
    with st.expander(title, icon=":material/format_list_bulleted:"):
        st.dataframe(
            pd.DataFrame(
                {
                    _("Row"): [note.row for note in submission.notes],
                    _("Kind"): [_(KINDS[note.kind]) for note in submission.notes],
                    _("Text"): [note.text for note in submission.notes],
                }
            ),
            hide_index=True,
            alt=_("Rows left out"),
        )
