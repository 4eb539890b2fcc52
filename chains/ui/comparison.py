"""Two editions held against each other, as seen on the page."""

import pandas as pd
import streamlit as st

from chains import i18n, intake, schema
from chains.errors import ChainsError
from chains.i18n import _
from chains.ui import as_of, choose, session, show


def editions() -> tuple[int, int] | None:
    """The two editions to compare, the earlier first; None where there are not two."""
    known = as_of.kept()
    if len(known) < 2:
        show.nothing(_("There is one edition only; nothing to compare it with."))
        return None
    newest, before = list(known)[:2]
    with st.grid(2, min_column_width=220):
        chosen = [
            choose.pick(key, {first: known[first], **known}, label)
            for key, first, label in (
                ("from", before, _("From edition")),
                ("to", newest, _("To edition")),
            )
        ]
    return int(str(chosen[0])), int(str(chosen[1]))


def changes(first: int, second: int) -> None:
    """How many rows of each dataset differ; of one of them, cell by cell."""
    try:
        found = session.kept(
            lambda: intake.compare_editions(session.store(), first, second),
            "editions",
            first,
            second,
        )
    except ChainsError as error:
        st.info(show.plain(i18n.say(error)), icon=":material/history_toggle_off:")
        return
    if found.empty:
        st.info(_("The two editions hold the same rows."), icon=":material/equal:")
        return
    st.dataframe(_readable(found), hide_index=True, alt=_("What differs between two editions"))
    names = {name: schema.dataset(name).label for name in found["dataset"]}
    dataset = choose.pick("differs", names, _("Cell by cell"))
    cells = session.kept(
        lambda: intake.cells(session.store(), first, second, str(dataset)),
        "cells",
        first,
        second,
        dataset,
    )
    st.dataframe(_cells(cells), hide_index=True, placeholder="—", alt=_("Cells that differ"))


def _readable(found: pd.DataFrame) -> pd.DataFrame:
    titles = {
        "dataset": _("Dataset"),
        "added": _("Rows added"),
        "removed": _("Rows removed"),
        "changed": _("Rows changed"),
    }
    said = found.assign(dataset=[schema.dataset(name).label for name in found["dataset"]])
    return said.rename(columns=titles)


def _cells(found: pd.DataFrame) -> pd.DataFrame:
    titles = {"key": _("Key"), "column": _("Column"), "before": _("Before"), "after": _("After")}
    terms = [schema.term(name) for name in found["column"]]
    said = [term.label if term else name for term, name in zip(terms, found["column"], strict=True)]
    return found.assign(column=said)[list(titles)].rename(columns=titles)
