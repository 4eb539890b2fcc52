"""What each month of a year brought by itself, beside the same month of the year before."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from chains.figures import numbers
from chains.figures.palette import Theme, theme
from chains.figures.template import empty, figure
from chains.figures.twelve import HUE, axis, legend, month_name, numbered
from chains.i18n import _

HEIGHT = 260


def own_months(curve: pd.DataFrame, *, dark: bool = False) -> go.Figure:
    """The money of each month as bars, that of the same month of last year as marks.

    `curve`: the answer of queries/year_curve.sql; money in 万元.
    """
    paint, known = theme(dark=dark), curve[curve["invested"].notna()]
    if known.empty:
        return empty(paint, HEIGHT)
    money = pd.concat([known["invested"], curve["last_year_invested"].dropna()]).astype(float)
    highest, lowest = max(money.max(), 1.0), min(money.min(), 0.0)
    ticks = [0.0, highest / 2, highest]
    left = {"tickvals": ticks, "ticktext": [numbers.brief(one) for one in ticks]}
    return figure(
        paint,
        HEIGHT,
        [_own(curve, paint), _before(curve, paint)],
        bargap=0,
        xaxis=axis(),
        yaxis=left
        | {"range": [lowest * 1.2, highest * 1.15], "showgrid": True, "gridcolor": paint.track},
        showlegend=True,
        legend=legend(paint),
    )


def spells(curve: pd.DataFrame, column: str) -> list[str]:
    """The months that a row's own value holds: one, or all since the report before it."""
    said, last = [], 0
    for number, known in zip(numbered(curve), curve[column].notna(), strict=True):
        months = [month_name(one) for one in range(last + 1 if known else number, number + 1)]
        said.append(f"{months[0]}–{months[-1]}" if len(months) > 1 else months[0])
        last = number if known else last
    return said


def _own(curve: pd.DataFrame, paint: Theme) -> dict[str, Any]:
    name = _("The month's own")
    return {
        "type": "bar",
        "width": 0.6,
        "name": name,
        "marker": {"color": HUE.fill(paint)},
    } | _points(curve, "invested", name)


def _before(curve: pd.DataFrame, paint: Theme) -> dict[str, Any]:
    name = _("Last year")
    line = {"color": paint.ink, "width": 3}
    return {
        "mode": "markers",
        "name": name,
        "marker": {"symbol": "line-ew", "size": 13, "line": line},
    } | _points(curve, "last_year_invested", name)


def _points(curve: pd.DataFrame, column: str, name: str) -> dict[str, Any]:
    """Where the values of a column stand, and what a pointer reads there."""
    rows = zip(numbered(curve), spells(curve, column), curve[column].tolist(), strict=True)
    known = [(x, spell, float(value)) for x, spell, value in rows if not pd.isna(value)]
    return {
        "x": [x for x, _spell, _value in known],
        "y": [value for _x, _spell, value in known],
        "hovertext": [
            f"<b>{spell}</b><br>{name} {numbers.money(value)}" for _x, spell, value in known
        ],
        "hoverinfo": "text",
    }
