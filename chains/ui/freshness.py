"""How fresh the shown data is: months, ledger day, edition, last submission; stale or invented."""

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from chains import metrics
from chains.figures.numbers import DASH
from chains.i18n import _
from chains.ui import session, show

STALE_MONTHS = 2  # a month is reported in the one that follows it


def line() -> None:
    """The line under every title, with a badge where the data is a demonstration or old."""
    if not session.shown():
        return
    clock = session.fetch("clock").iloc[0]
    badge = _badge(clock)
    if badge:
        st.markdown(badge)
    st.caption(f"{_months(clock)} · {_origin(clock)}")


def _badge(clock: Any) -> str:
    if clock.demonstration:
        word, said = _("Demonstration data"), _("People and firms are invented.")
        return f":orange-badge[{word}] {said}"
    age = metrics.age(clock.project_month, date.today()) if _known(clock.project_month) else 0
    if age <= STALE_MONTHS:
        return ""
    said = _("The latest project report is {count} months old", count=age)
    return f":orange-badge[{said}]"


def _months(clock: Any) -> str:
    return _(
        "Projects to {projects} · enterprises to {firms} · ledgers to {ledger} · edition {edition}",
        projects=_text(clock.project_month),
        firms=_text(clock.enterprise_month),
        ledger=f"{clock.ledger_date:%Y-%m-%d}" if _known(clock.ledger_date) else DASH,
        edition=clock.edition,
    )


def _origin(clock: Any) -> str:
    if not _known(clock.submission_id):
        return _("nothing submitted yet")
    return _(
        "submission {number}, {at:%Y-%m-%d %H:%M}, {by}",
        number=int(clock.submission_id),
        at=clock.submitted_at,
        by=show.plain(clock.submitted_by),
    )


def _known(value: Any) -> bool:
    return not pd.isna(value)


def _text(value: Any) -> str:
    return str(value) if _known(value) else DASH
