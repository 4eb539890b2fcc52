"""The overview's headline figures, each with its parts; completion with its light and why."""

from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

from chains import metrics
from chains.errors import N_
from chains.figures import numbers
from chains.i18n import _
from chains.metrics import Due
from chains.rules import LightRule
from chains.ui import show, why


class Headline(NamedTuple):
    """How a row of queries/headline.sql is said: title, parts, and what was left out."""

    title: str
    parts: str
    left_out: str
    money: bool


HEADLINES = {
    "completion": Headline(
        N_("Major projects against the plan"),
        N_("{numerator} of {denominator}, {period}"),
        N_("{count} projects without plan or report not counted"),
        True,
    ),
    "output": Headline(
        N_("Output above scale, year to date"),
        N_("{numerator} against {denominator} a year before, {period}"),
        "",
        True,
    ),
    "resolved": Headline(
        N_("Issues resolved"),
        N_("{numerator} of {denominator}, to {period}"),
        N_("{count} overdue"),
        False,
    ),
    "visited": Headline(
        N_("Enterprises visited"), N_("{numerator} of {denominator}, to {period}"), "", False
    ),
}


def headlines(frame: pd.DataFrame, rule: LightRule, due: Due) -> None:
    """The headline figures, each with its parts under it; completion with its light and why."""
    with st.grid(4, min_column_width=230):
        for row in frame.itertuples():
            with st.container(border=True, height="stretch"):
                _headline(row)
                if row.key == "completion":
                    _judged(frame[frame["key"] == row.key], rule, due)


def _headline(row: Any) -> None:
    said = HEADLINES[row.key]
    form = numbers.money if said.money else numbers.count
    growth = row.key == "output"
    st.metric(
        _(said.title),
        form(row.numerator) if growth else numbers.percent(row.rate),
        delta=numbers.percent(row.rate - 1) if growth and row.rate == row.rate else None,
        delta_description=_("year on year") if growth else None,
    )
    st.caption(
        _(
            said.parts,
            numerator=form(row.numerator),
            denominator=form(row.denominator),
            period=row.period,
        )
        + (
            " · " + _(said.left_out, count=numbers.count(row.left_out))
            if said.left_out and row.left_out
            else ""
        )
    )


def _judged(frame: pd.DataFrame, rule: LightRule, due: Due) -> None:
    """The light of the headline completion, and what is behind it."""
    parts = {"rate": "completion", "numerator": "invested_ytd", "denominator": "annual_plan"}
    row: Any = next(metrics.lit(frame.rename(columns=parts), due, rule).itertuples())
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(show.light(row.light), width="content")
        why.popover(
            row,
            subject=_("Major projects"),
            month=due.month,
            rule=rule,
            due=due,
            question="headline",
            values={"month": due.month},
        )
