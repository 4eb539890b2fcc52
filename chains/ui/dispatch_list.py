"""The list for the dispatch meeting as a workbook, made when it is asked for."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from chains import i18n
from chains.derive import meeting
from chains.derive.meeting_words import notes
from chains.errors import N_
from chains.i18n import _
from chains.rules import LightRule
from chains.ui import choose, links, person, session, trail, turns
from chains.ui.review import WORKBOOK

SIZES = {
    "20": N_("The first 20"),
    "50": N_("The first 50"),
    "100": N_("The first 100"),
    "all": N_("All"),
}
EVERY = 100_000


def offer(frame: pd.DataFrame, rule: LightRule, **asked: Any) -> None:
    """The button that gives the list, and the way back in; for whoever may take it or send it.

    `asked` are the values with which queries/to_call.sql gave the frame.
    """
    if frame.empty or not (person.may("export") or person.may("upload")):
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        names = {code: _(text) for code, text in SIZES.items()}
        size = choose.pick("first", names, _("Projects on the list"), width=150) or "20"
        whole = size == "all" and len(frame) < frame["projects"].iloc[0]
        rows = session.fetch("to_call", **asked, limit=EVERY) if whole else frame
        chosen = rows if size == "all" else rows.head(int(size))
        title = _("Dispatch list")
        stem = f"{title}-{asked['month']}-{session.shown()}-{date.today():%Y%m%d}"
        st.download_button(
            _("Download the list for the meeting"),
            exporter(chosen, asked["month"], rule),
            file_name=f"{stem}.xlsx",
            mime=WORKBOOK,
            icon=":material/download:",
            on_click="ignore",
            help=_("To fill in at the meeting: decision, owner, deadline, done on."),
        )
        links.link(
            "upload",
            _("Upload it filled in"),
            icon=":material/upload_file:",
            dataset=meeting.DATASET,
        )


def exporter(frame: pd.DataFrame, month: str, rule: LightRule) -> Callable[[], bytes]:
    """What makes the file at the time of the click, for whoever may then have it; written down."""
    language, claim, number = i18n.language(), person.claim(), session.shown()
    action = "export" if person.may("export") else "upload"
    owners = session.fetch("owners")["owner"].tolist()

    def give() -> bytes:
        actor = claim.need(action, "to_call")
        detail = f"edition {number}, {month}, {len(frame)} rows"
        with (
            i18n.speaking(language),
            turns.aside(),
            trail.recorded(actor, "export", "to_call", detail),
        ):
            return meeting.workbook(frame, month, notes(number, month, rule.label), owners)

    return give
