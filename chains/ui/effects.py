"""Figures of the pages before and after, as seen on the page: in words, with their lights."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from chains import schema
from chains.figures import numbers, palette
from chains.i18n import _
from chains.ui import show
from chains.ui.headline import HEADLINES

MAIN = ("rate", "completion")  # what a leader reads; the others are what these are made of


def table(found: pd.DataFrame) -> None:
    """The rates and lights that differ, and folded away the sums that they are made of."""
    main = found["figure"].isin(MAIN)
    for rows, folded in ((found[main], False), (found[~main], main.any())):
        if rows.empty:
            continue
        place = st.expander(_("The sums behind them")) if folded else st.container()
        place.dataframe(
            effect_frame(rows), hide_index=True, placeholder="—", alt=_("Figures changed")
        )


def effect_frame(found: pd.DataFrame) -> pd.DataFrame:
    """Effects as a table in the language in force, rates before sums."""
    ordered = found.sort_values("figure", key=lambda names: ~names.isin(MAIN), kind="stable")
    return pd.DataFrame([_row(one) for one in ordered.itertuples()])


def _row(one: Any) -> dict[str, str]:
    before, after = _pair(one)
    return {
        _("Of what"): _subject(one),
        _("Figure"): _figure(one.figure),
        _("Before"): _lit(before, one.before_light),
        _("After"): _lit(after, one.after_light),
    }


def _subject(one: Any) -> str:
    """Whose figure it is: a headline, a list of projects, a chain."""
    if one.question == "headline" and one.id in HEADLINES:
        return _(HEADLINES[one.id].title)
    level = schema.derived()["level"]
    return level.choice(one.row) if one.question == "completion_by_level" else str(one.row)


def _figure(name: str) -> str:
    term = schema.term(name)
    return term.label if term else name


def _pair(one: Any) -> tuple[str, str]:
    """Both values in words, as exactly as it takes to tell them apart."""
    forms = _forms(one)
    for form in forms:
        before, after = form(one.before), form(one.after)
        if before != after or one.before_light != one.after_light:
            return before, after
    return before, after


def _forms(one: Any) -> list[Callable[[Any], str]]:
    """How a figure is written, the shortest way first."""
    term = schema.term(one.figure)
    money = term is not None and term.unit == "万元"
    if one.question == "headline" and one.figure in ("numerator", "denominator"):
        money = one.id in HEADLINES and HEADLINES[one.id].money
    if term is not None and term.unit == "%":
        return [numbers.percent, lambda value: _exact(value * 100, 4) + "%"]
    if money:
        return [numbers.money, lambda value: numbers.money(value, like=1)]
    return [numbers.count, lambda value: _exact(value, 4)]


def _exact(value: Any, digits: int) -> str:
    return numbers.DASH if pd.isna(value) else f"{value:,.{digits}f}"


def _lit(said: str, light: Any) -> str:
    """A figure with its light, if it has one."""
    return f"{said} {show.word(light)}" if light in palette.LIGHTS else said
