"""A year's course in shares of its plan: plan outlined, actual solid, forecast hatched."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from chains.figures import numbers
from chains.figures.palette import Theme, theme
from chains.figures.template import empty, figure
from chains.figures.twelve import HUE, axis, legend, month_name, numbered
from chains.i18n import _

DECEMBER = 12
HEIGHT = 440
HIGHEST = 2.0  # twice the plan; what is longer is cut, its words say what it is
Trace = dict[str, Any]


class End(NamedTuple):
    """What December may come to, as shares of the plan: expected, and its range."""

    expected: float
    low: float
    high: float


def year_course(
    curve: pd.DataFrame,
    targets: pd.DataFrame,
    *,
    schedule: Sequence[float],
    end: End | None = None,
    dark: bool = False,
) -> go.Figure:
    """The year's cumulative completion, month by month, against plan, schedule and last year.

    `curve`: the answer of queries/year_curve.sql; `targets`: of queries/year_targets.sql;
    `schedule`: the share due at the end of each of the twelve months.
    """
    paint = theme(dark=dark)
    known = curve[curve["completion"].notna()]
    if known.empty:
        return empty(paint, HEIGHT)
    traces = [
        _planned(targets, paint),
        _actual(known, paint),
        *([_foretold(end, paint)] if end else []),
        _last_year(curve, paint),
        _scheduled(schedule, paint),
    ]
    return figure(
        paint,
        HEIGHT,
        traces,
        barmode="overlay",
        bargap=0,
        xaxis=axis(),
        yaxis=_shares(_highest(curve, schedule, end), paint),
        showlegend=True,
        legend=legend(paint),
        annotations=_said(known, end, paint),
    )


def _cut(shares: "pd.Series[float]") -> list[float]:
    return [min(float(share), HIGHEST) for share in shares]


def _hover(month: str, name: str, share: float, done: float, plan: float) -> str:
    money = f"{numbers.money(done)} / {numbers.money(plan)}"
    return f"<b>{month}</b><br>{name} {numbers.percent(share)}<br>{money}"


def _bars(frame: pd.DataFrame, share: str, done: str, name: str) -> Trace:
    """One bar a month as high as its share of the plan, with the money in its tooltip."""
    columns = frame[["month", share, done, "annual_plan"]]
    return {
        "type": "bar",
        "x": numbered(frame),
        "y": _cut(frame[share]),
        "name": name,
        "hovertext": [
            _hover(month, name, *rest) for month, *rest in columns.itertuples(index=False)
        ],
        "hoverinfo": "text",
    }


def _planned(targets: pd.DataFrame, paint: Theme) -> Trace:
    """The plan by the projects' own targets, as outlines."""
    bars = _bars(targets, "target_share", "targets_due", _("Plan (own targets)"))
    rim = {"color": paint.muted, "width": 1.5}
    return bars | {"width": 0.86, "marker": {"color": "rgba(0,0,0,0)", "line": rim}}


def _actual(known: pd.DataFrame, paint: Theme) -> Trace:
    bars = _bars(known, "completion", "invested_ytd", _("Invested to date"))
    return bars | {"width": 0.5, "marker": {"color": HUE.fill(paint)}}


def _foretold(end: End, paint: Theme) -> Trace:
    """December as expected, hatched, with its range."""
    hue, top = HUE.edge(paint), min(end.expected, HIGHEST)
    hatched = {"shape": "/", "fgcolor": hue, "bgcolor": paint.paper, "size": 7}
    span = {"array": [max(min(end.high, HIGHEST) - top, 0)], "arrayminus": [max(top - end.low, 0)]}
    look = {"type": "data", "symmetric": False, "color": paint.ink, "thickness": 2, "width": 7}
    return {
        "type": "bar",
        "x": [DECEMBER],
        "y": [top],
        "width": 0.5,
        "name": _("Forecast, with its range"),
        "marker": {"line": {"color": hue, "width": 1.5}, "pattern": hatched},
        "error_y": span | look,
        "hovertext": [range_words(end)],
        "hoverinfo": "text",
    }


def range_words(end: End) -> str:
    """What December may come to, in words."""
    return _(
        "Forecast for December, no fact: about {expected}, between {low} and {high} in eight "
        "cases of ten",
        expected=numbers.percent(end.expected),
        low=numbers.percent(end.low),
        high=numbers.percent(end.high),
    )


def _scheduled(schedule: Sequence[float], paint: Theme) -> Trace:
    name = _("Schedule of the rule")
    return {
        "x": list(range(1, 13)),
        "y": list(schedule),
        "mode": "lines",
        "name": name,
        "line": {"color": paint.ink, "width": 2, "dash": "dot"},
        "hovertext": [
            f"<b>{month_name(number)}</b><br>{name} {numbers.percent(share)}"
            for number, share in enumerate(schedule, start=1)
        ],
        "hoverinfo": "text",
    }


def _last_year(curve: pd.DataFrame, paint: Theme) -> Trace:
    told = curve[curve["last_year_completion"].notna()]
    name, shares = _("Last year"), told["last_year_completion"]
    return {
        "x": numbered(told),
        "y": _cut(shares),
        "mode": "lines+markers",
        "name": name,
        "line": {"color": paint.accent, "width": 1.2},
        "marker": {
            "symbol": "diamond",
            "size": 8,
            "color": paint.accent,
            "line": {"color": paint.paper, "width": 1},
        },
        "hovertext": [
            f"<b>{month_name(number)}</b><br>{name} {numbers.percent(share)}"
            for number, share in zip(numbered(told), shares, strict=True)
        ],
        "hoverinfo": "text",
    }


def _highest(curve: pd.DataFrame, schedule: Sequence[float], end: End | None) -> float:
    shares = [*curve["completion"].dropna(), *curve["last_year_completion"].dropna(), *schedule]
    return min(max([1.0, *map(float, shares), end.high if end else 0.0]), HIGHEST)


def _said(known: pd.DataFrame, end: End | None, paint: Theme) -> list[dict[str, Any]]:
    """The latest value and December's, written above their bars, within the picture."""
    share, month = float(known["completion"].iloc[-1]), numbered(known)[-1]
    places = [(month, share, f"<b>{numbers.percent(share)}</b>")]
    if end:
        places.append((DECEMBER, end.high, _("about {share}", share=f"{end.expected:.0%}")))
    shared = {"showarrow": False, "yanchor": "bottom", "yshift": 4, "bgcolor": paint.paper}
    shared |= {"font": {"size": 14, "color": paint.ink}}
    return [
        shared
        | {"x": x, "y": min(y, HIGHEST), "text": text}
        | ({"x": x + 0.5, "xanchor": "right"} if x == DECEMBER else {})
        for x, y, text in places
    ]


def _shares(highest: float, paint: Theme) -> dict[str, Any]:
    ticks = [0, 0.25, 0.5, 0.75, 1.0, *([1.5, 2.0] if highest > 1.25 else [])]
    words = [f"{tick * 100:.0f}%" for tick in ticks]
    grid = {"showgrid": True, "gridcolor": paint.track}
    return {"range": [0, highest * 1.12], "tickvals": ticks, "ticktext": words} | grid
