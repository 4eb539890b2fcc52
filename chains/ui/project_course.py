"""A project's year as seen on its page: the curve, and what December may come to."""

from typing import Any

import pandas as pd
import streamlit as st

from chains import figures, metrics, rules
from chains.figures import numbers
from chains.figures.curve import QUARTERS
from chains.figures.expected import Expected
from chains.forecast import METHODS
from chains.i18n import _
from chains.rules import LightRule
from chains.ui import forecast, links, session, show
from chains.ui.project_lights import pace
from chains.ui.project_plans import baseline

QUESTION = "project_months"


def course(project: str, month: str, rule: LightRule, versions: pd.DataFrame) -> None:
    """The curve of the month's year, or of the latest that the project reported."""
    every = session.fetch(QUESTION, project=project)
    if every.empty:
        show.nothing(_("The project has neither a plan nor a report in any reported month."))
        return
    year = _year(every, month)
    st.subheader(_("Investment in {year}", year=year), anchor=False)
    if year != int(month[:4]):
        st.caption(_("Nothing is planned or reported in {year}.", year=month[:4]))
    expected, said = _expected(project, month) if year == int(month[:4]) else (None, "")
    months = every[every["month"].str.startswith(f"{year}-")]
    first = baseline(versions, next(months.itertuples()))
    dark = show.dark()

    def make() -> Any:
        return figures.project_curve(
            months,
            shares=_shares(months, rule),
            first=None if first is None else float(first.annual_plan),
            expected=expected,
            dark=dark,
        )

    drawn = session.kept(make, "curve", project, month, rules.text(rule), dark)
    show.plot(drawn, key="curve", alt=show.title_of(QUESTION))
    if said:
        st.caption(said)
        links.link("forecast", _("How it was tested"), icon=":material/query_stats:", month=month)
    links.source(QUESTION, project=project, year=year)


def _year(every: pd.DataFrame, month: str) -> int:
    """The month's year where the project has months in it, else the latest that it has."""
    years = every["month"].str[:4].astype(int)
    asked = int(month[:4])
    return asked if (years == asked).any() else int(years.max())


def _expected(project: str, month: str) -> tuple[Expected | None, str]:
    """What December may come to as seen from the month, and the sentence that says it."""
    made = forecast.outline(month)
    if made.reason is not None:
        return None, made.reason
    place = made.place.get(project)
    if place is None:
        return None, ""
    row = made.projects.iloc[place]
    found = Expected(month, float(row["expected"]), float(row["low"]), float(row["high"]))
    return found, _(
        "Forecast for December, no fact: {middle}, between {span} in eight cases of ten; "
        "method: {method}.",
        middle=numbers.money(found.middle),
        span=found.span,
        method=_(METHODS[made.method]),
    )


def _shares(months: pd.DataFrame, rule: LightRule) -> list[float]:
    """The schedule's share at the end of each month; none where it is the straight line."""
    if rule.schedule.kind == "linear" and rule.schedule.multiplier == 1:
        return []
    latest: Any = next(months.itertuples())
    year, curve = latest.month[:4], pace(rule)
    dues = [metrics.due(f"{year}-{number:02d}", rule.schedule, curve) for number in range(1, 13)]
    shares = [one.share for one in dues if one.share is not None]
    return shares or _between([getattr(latest, name) for name in QUARTERS], latest.annual_plan)


def _between(targets: list[Any], plan: Any) -> list[float]:
    """The shares of a plan on the straight lines between its quarterly targets, if it has them."""
    if not plan > 0 or any(pd.isna(target) for target in targets):
        return []
    ends = [0.0, *(float(target) / float(plan) for target in targets)]
    return [
        ends[quarter] + (ends[quarter + 1] - ends[quarter]) * month / 3
        for quarter in range(4)
        for month in (1, 2, 3)
    ]
