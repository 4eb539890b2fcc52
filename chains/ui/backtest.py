"""How far off past forecasts were, as a page shows it: the sentence, the bars, the table."""

from typing import Any

import streamlit as st

from chains.figures import numbers
from chains.figures.forecast import backtest_bars
from chains.forecast import METHODS, Forecast
from chains.i18n import _
from chains.ui import session, show, tables

COLUMNS = ("method", "wape", "median_ape", "bias", "years", "projects")


def said(made: Forecast) -> None:
    """The sentence under every figure: by which method, how far off it was, what a range means."""
    best: Any = made.methods.set_index("method").loc[made.method]
    st.caption(
        _(
            "A calculation, not a fact: by “{method}”, which was off by {wape} of a project's "
            "year on average and by {bias} on the sum of all ({years} complete years, {count} "
            "projects, foretold at the same month). Of ten outcomes about eight are within the "
            "range, which allows for these errors.",
            method=_(METHODS[made.method]),
            wape=numbers.percent(best["wape"]),
            bias=numbers.signed(best["bias"]),
            years=int(best["years"]),
            count=made.tested,
        )
        + " "
        + _coverage(made)
    )


def _coverage(made: Forecast) -> str:
    """How the range itself did in past years."""
    if made.coverage == made.coverage:
        return _("Of past projects {share} were.", share=numbers.percent(made.coverage))
    return _("With only one complete year, the range does not know how years differ.")


def shown(made: Forecast) -> None:
    """Each method's errors on the years before: bars, and the figures as a table."""
    named = made.methods.assign(name=[_(METHODS[one]) for one in made.methods["method"]])
    dark = show.dark()
    drawn = session.kept(
        lambda: backtest_bars(named, made.outcomes, best=made.method, dark=dark),
        "backtest_bars",
        made.month,
        dark,
    )
    show.plot(drawn, key="backtest_bars", alt=_("How each method did in past years"))
    st.caption(
        _(
            "Bar: the projects' errors, added without their signs, over what their years came to. "
            "Below it: how far the sum of all was off in each year."
        )
    )
    tables.table(
        named.assign(method=named["name"]),
        alt=_("How each method did in past years"),
        columns=COLUMNS,
        key="backtest",
    )
