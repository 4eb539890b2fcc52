"""The schedule of a rule in a form: what is due at the end of each month."""

import streamlit as st

from chains.i18n import _
from chains.rulebook.drafting import CURVE, GIVEN, LINEAR, TARGETS, kind_of
from chains.rules import Schedule
from chains.rules.records import MONTHS


def schedule(key: str, base: Schedule) -> tuple[str, float, tuple[float, ...]]:
    """Kind, multiplier and, for a curve that is given, its twelve shares as fractions."""
    names = {
        LINEAR: _("Evenly over the year: months / 12"),
        TARGETS: _("Each project's own quarterly targets"),
        CURVE: _("The curve of past years in this store"),
        GIVEN: _("A curve that is given: twelve shares"),
    }
    with st.container(horizontal=True, key=f"{key}_schedule"):
        kind = st.selectbox(
            _("What is due at the end of a month"),
            list(names),
            index=list(names).index(kind_of(base)),
            format_func=names.__getitem__,
            key=f"{key}_kind",
            width=380,
            persist_state="session",
        )
        multiplier = 1.0 if kind == TARGETS else _multiplier(key, base)
    shares = _shares(key, base) if kind == GIVEN else ()
    return kind, multiplier, shares


def _multiplier(key: str, base: Schedule) -> float:
    """What the schedule is taken times; a project's own targets are taken as they are."""
    percent = st.number_input(
        _("Times, in %"),
        1.0,
        1000.0,
        value=round(base.multiplier * 100, 6),
        step=5.0,
        format="%.10g",
        key=f"{key}_multiplier",
        help=_("A county held itself to 120 % of evenly over the year."),
        width=160,
        persist_state="session",
    )
    return round(percent / 100, 9)


def _shares(key: str, base: Schedule) -> tuple[float, ...]:
    """The share of the year that is due at the end of each month, in twelve small fields."""
    st.caption(
        _("Share of the annual plan that is due at the end of each month, in %, cumulative.")
    )
    begin = base.shares or tuple(month / MONTHS for month in range(1, MONTHS + 1))
    with st.grid(6, min_column_width=100):
        given = [
            st.number_input(
                _("Month {number}", number=number),
                0.0,
                1000.0,
                value=round(share * 100, 4),
                step=1.0,
                format="%.10g",
                key=f"{key}_share_{number}",
                persist_state="session",
            )
            for number, share in enumerate(begin, 1)
        ]
    return tuple(round(share / 100, 9) for share in given)
