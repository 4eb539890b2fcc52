"""Templates to fill in, empty or with the person's own rows, seen on the upload page."""

from collections.abc import Callable

import streamlit as st

from chains import derive, i18n
from chains.i18n import _
from chains.intake import own
from chains.schema import Dataset
from chains.ui import person, session, trail, turns
from chains.ui.review import WORKBOOK


def offer(dataset: Dataset) -> None:
    """The dataset's template as a workbook, empty or filled in, and as plain CSV."""
    with st.container(horizontal=True):
        st.download_button(
            _("Download the template"),
            _maker(dataset, filled=False),
            file_name=f"{dataset.title}.xlsx",
            mime=WORKBOOK,
            icon=":material/download:",
            on_click="ignore",
            help=_("With drop-down lists, and a sheet that explains each column."),
        )
        if session.view().current:
            st.download_button(
                _("Download my current rows to correct"),
                _maker(dataset, filled=True),
                file_name=f"{dataset.title}-{session.view().current}.xlsx",
                mime=WORKBOOK,
                icon=":material/edit_document:",
                on_click="ignore",
            )
        st.download_button(
            _("Template as CSV"),
            derive.template(dataset),
            file_name=f"{dataset.name}.csv",
            mime="text/csv",
            type="tertiary",
            on_click="ignore",
        )


def _maker(dataset: Dataset, *, filled: bool) -> Callable[[], bytes]:
    """What makes the workbook at the time of the click, for whoever may upload then."""
    language, claim, store = i18n.language(), person.claim(), session.store()

    def give() -> bytes:
        actor = claim.need("upload", dataset.name)
        reach = actor.person.reach
        with i18n.speaking(language), turns.aside(), store.reading() as edition:
            codes = own.codes(edition, dataset)
            if not filled:
                return derive.workbook(dataset, None, codes)
            with trail.recorded(actor, "export", dataset.name, "current rows"):
                return derive.workbook(dataset, own.rows(edition, dataset, reach), codes)

    return give
