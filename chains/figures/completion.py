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
    shared |= {"hovertext": hover, "hoverinfo": "text", "customdata": places}
    shared |= {"unselected": {"marker": {"opacity": 1}}}
    return [
        shared | {"x": [1.0] * len(rows), "marker": {"color": paint.track}},
        shared | {"x": done, "marker": {"color": fills, "line": rims}},
    ]


def _text(x: float, y: list[float], said: list[str], place: str, font: Trace) -> Trace:
    """One column of words as one trace: annotations cost plotly a hundred times as much."""
    words: Trace = {"text": said, "textposition": place, "textfont": font, "mode": "text"}
    words["unselected"] = {"textfont": {"color": font["color"]}}  # a click dims no other row
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


def _marks(shares: list[float], paint: Theme) -> Trace:
    """The schedule as a mark across each bar; none where a row has none."""
    known = [(i, share) for i, share in enumerate(shares) if not math.isnan(share)]
    x = [place for _i, share in known for place in (share, share, None)]
    y = [end for i, _share in known for end in (i - GAP, i + GAP, None)]
    return LINES | {"mode": "lines", "line": {"color": paint.ink, "width": 3}, "x": x, "y": y}


def _schedule(shares: list[float], paint: Theme) -> list[dict[str, Any]]:
    """The schedule's word on top of its marks; its share too where all rows have the same."""
    known = [share for share in shares if not math.isnan(share)]
    if not known or math.isnan(shares[0]):
        return []
    same = max(known) == min(known)
    said = _("Schedule {share} ▾", share=numbers.percent(known[0])) if same else _("Schedule ▾")
    late = shares[0] > 0.5
    place = {"xanchor": "right" if late else "left", "xshift": 8 if late else -8}
    return [
        {
            "x": shares[0],
            "y": -0.56,
            "yanchor": "bottom",
            "text": said,
            "showarrow": False,
            "font": {"size": 13, "color": paint.ink},
        }
        | place
    ]


def _reach(rows: list[Any], shares: list[float]) -> float:
    """Where the axis ends: at the longest bar or mark, between the plan and twice the plan."""
    done = [float(row.completion) for row in rows if not pd.isna(row.completion)]
    due = [share for share in shares if not math.isnan(share)]
    return min(max([*done, *due, 1.0]), 2.0)


def completion_bars(
    frame: pd.DataFrame, *, label: str, schedule: float | None = None, dark: bool = False
) -> go.Figure:
    """Horizontal bars of completion in the frame's order, the schedule marked.

    Columns: the one that `label` names, completion (a fraction, may exceed 1 or be missing), light,
    invested_ytd and annual_plan (万元), and schedule (a fraction) unless one holds for all rows.
    A bar that would be longer than twice the plan is cut; its value says what it is. The figure
    brings its own height; a click on a bar tells the row's place.
    """
    paint, rows = theme(dark=dark), list(frame.itertuples(index=False))
    if not rows:
        return empty(paint)
    told = [schedule] * len(rows) if schedule is not None else frame["schedule"]
    shares = [float(share) for share in told]
    names, reach = [str(name) for name in frame[label]], _reach(rows, shares)
    return figure(
        paint,
        HEAD + ROW * len(rows) + 16,
        [
            *_bars(rows, names, reach, paint),
            _marks(shares, paint),
            *_words(rows, names, reach, paint),
        ],
        barmode="overlay",
        bargap=0,
        xaxis={"visible": False, "range": [0, reach * 1.005]},
        yaxis={"visible": False, "range": [len(rows) - 0.5, -0.5 - HEAD / ROW]},
        annotations=_schedule(shares, paint),
    )
