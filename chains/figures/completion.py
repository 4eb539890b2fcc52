"""Investment against the annual plan as bars, the schedule marked on each."""

import math
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from chains.figures import numbers
from chains.figures.palette import LIGHTS, Theme, light, theme
from chains.figures.template import empty, figure
from chains.figures.words import clipped, html
from chains.i18n import _

ROW, HEAD = 70, 24  # pixels of a bar with its words, and of the schedule's word above them
THICK = 0.24  # of a row
Trace = dict[str, Any]
LINES: Trace = {"type": "scatter", "cliponaxis": False, "hoverinfo": "skip"}
GAP = 0.16  # how far from a bar's middle its words begin, in rows
LETTERS = 20  # of a name that are shown


def _state(row: Any) -> str:
    """The row's light; without a plan it is `no_plan`, without a report `not_reported`."""
    if row.light in LIGHTS:
        return str(row.light)
    return "no_plan" if pd.isna(row.annual_plan) else "not_reported"


def _rate(row: Any) -> str:
    """The rate, or why there is none."""
    if pd.isna(row.completion):
        return _(light(_state(row)).word)
    return f"<b>{numbers.percent(row.completion)}</b>"


def _amounts(row: Any) -> str:
    """The rate's numerator and denominator."""
    return f"{numbers.money(row.invested_ytd)} / {numbers.money(row.annual_plan)}"


def _name(row: Any, text: str, paint: Theme) -> str:
    seen = light(_state(row))
    return (
        f"<span style='color:{seen.edge(paint)}'>{seen.mark}</span> {html(clipped(text, LETTERS))}"
    )


def _bars(rows: list[Any], names: list[str], reach: float, paint: Theme) -> list[Trace]:
    """The tracks up to 100 %, and on them what is done, in the colour of the light."""
    places = list(range(len(rows)))
    done = [0.0 if pd.isna(row.completion) else min(float(row.completion), reach) for row in rows]
    looks = [light(_state(row)) for row in rows]
    hover = [
        f"<b>{html(name)}</b><br>{_(look.word)}<br>{_rate(row)}<br>{_amounts(row)}"
        for name, look, row in zip(names, looks, rows, strict=True)
    ]
    fills = [look.fill(paint) for look in looks]
    rims = {"color": [look.edge(paint) for look in looks], "width": 1}
    shared: Trace = {"type": "bar", "y": places, "width": THICK, "orientation": "h"}
    shared |= {"hovertext": hover, "hoverinfo": "text"}
    return [
        shared | {"x": [1.0] * len(rows), "marker": {"color": paint.track}},
        shared | {"x": done, "marker": {"color": fills, "line": rims}},
    ]


def _text(x: float, y: list[float], said: list[str], place: str, font: Trace) -> Trace:
    """One column of words as one trace: annotations cost plotly a hundred times as much."""
    words = {"text": said, "textposition": place, "textfont": font, "mode": "text"}
    return LINES | words | {"x": [x] * len(y), "y": y}


def _words(rows: list[Any], names: list[str], reach: float, paint: Theme) -> list[Trace]:
    """Above each bar the name at the left and the rate at the right, below it the amounts."""
    above, below = [i - GAP for i in range(len(rows))], [i + 0.2 for i in range(len(rows))]
    large, small = {"size": 15, "color": paint.ink}, {"size": 13, "color": paint.muted}
    said = [_name(row, name, paint) for row, name in zip(rows, names, strict=True)]
    return [
        _text(0, above, said, "top right", large),
        _text(reach, above, [_rate(row) for row in rows], "top left", large),
        _text(0, below, [_amounts(row) for row in rows], "bottom right", small),
    ]


def _marks(schedule: float, rows: int, paint: Theme) -> Trace:
    """The schedule as a mark across each bar."""
    y = [y for i in range(rows) for y in (i - GAP, i + GAP, None)]
    line = {"color": paint.ink, "width": 3}
    return LINES | {"mode": "lines", "line": line, "x": [schedule, schedule, None] * rows, "y": y}


def _schedule(schedule: float, paint: Theme) -> dict[str, Any]:
    """The schedule's word on top of its marks."""
    late = schedule > 0.5
    return {
        "x": schedule,
        "y": -0.56,
        "yanchor": "bottom",
        "xanchor": "right" if late else "left",
        "xshift": 8 if late else -8,
        "text": _("Schedule {share} ▾", share=numbers.percent(schedule)),
        "showarrow": False,
        "font": {"size": 13, "color": paint.ink},
    }


def _reach(rows: list[Any]) -> float:
    """Where the axis ends: at the longest bar, between the plan and twice the plan."""
    known = [float(row.completion) for row in rows if not pd.isna(row.completion)]
    return min(max([*known, 1.0]), 2.0)


def completion_bars(
    frame: pd.DataFrame, *, label: str, schedule: float, dark: bool = False
) -> go.Figure:
    """Horizontal bars of completion in the frame's order, the schedule marked.

    Columns: the one that `label` names, completion (a fraction, may exceed 1 or be missing), light,
    invested_ytd and annual_plan (万元). A bar that would be longer than twice the plan is cut; its
    value says what it is. The figure brings its own height.
    """
    paint, rows = theme(dark=dark), list(frame.itertuples(index=False))
    if not rows:
        return empty(paint)
    names, reach = [str(name) for name in frame[label]], _reach(rows)
    known = not math.isnan(schedule)
    return figure(
        paint,
        HEAD + ROW * len(rows) + 16,
        [
            *_bars(rows, names, reach, paint),
            *([_marks(schedule, len(rows), paint)] if known else []),
            *_words(rows, names, reach, paint),
        ],
        barmode="overlay",
        bargap=0,
        xaxis={"visible": False, "range": [0, reach * 1.005]},
        yaxis={"visible": False, "range": [len(rows) - 0.5, -0.5 - HEAD / ROW]},
        annotations=[_schedule(schedule, paint)] if known else [],
    )
