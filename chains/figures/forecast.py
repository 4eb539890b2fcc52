"""What December may come to as bars, and how well each method foretold the years before."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from chains.figures import numbers
from chains.figures.palette import LIGHTS, Theme, theme
from chains.figures.template import empty, figure
from chains.figures.words import clipped, html, lines
from chains.i18n import _

ROW, HEAD = 74, 24  # pixels of a bar with its words, and of the word above them
THICK, GAP, LETTERS = 0.24, 0.17, 20
FAR = 2.0  # where the axis ends at most, in annual plans
Trace = dict[str, Any]
LINES: Trace = {"type": "scatter", "cliponaxis": False, "hoverinfo": "skip"}


def expected_bars(frame: pd.DataFrame, *, label: str, dark: bool = False) -> go.Figure:
    """Bars of parts of the city: invested solid, expected hatched, the range a line below.

    Columns: the one that `label` names, invested_ytd, expected_total, low, high and annual_plan
    (万元). A bar longer than twice the plan is cut; its value says what it is.
    """
    paint = theme(dark=dark)
    rows: list[Any] = list(frame.itertuples(index=False))
    if not rows:
        return empty(paint)
    names = [str(one) for one in frame[label]]
    reach = min(max([1.0, *(row.high / row.annual_plan for row in rows)]), FAR)
    return figure(
        paint,
        HEAD + ROW * len(rows) + 16,
        [
            *_bars(rows, names, reach, paint),
            _spans(rows, reach, paint),
            _marks(1.0, len(rows), paint),
            *_words(rows, names, reach, paint),
        ],
        barmode="overlay",
        bargap=0,
        xaxis={"visible": False, "range": [0, reach * 1.005]},
        yaxis=_down(len(rows)),
        annotations=[_above(_("Annual plan ▾"), 1.0, paint)],
    )


def _down(rows: int) -> dict[str, Any]:
    """The rows from above to below, with room for a word on top."""
    return {"visible": False, "range": [rows - 0.5, -0.5 - HEAD / ROW]}


def _said(row: Any, name: str) -> str:
    """What a bar says when it is pointed at."""
    return lines(
        html(name),
        _("Invested so far: {amount}", amount=numbers.money(row.invested_ytd)),
        _("Expected by December, no fact: {amount}", amount=numbers.money(row.expected_total)),
        f"{numbers.money(row.low)} – {numbers.money(row.high)}",
        _("Annual plan: {amount}", amount=numbers.money(row.annual_plan)),
    )


def _bars(rows: list[Any], names: list[str], reach: float, paint: Theme) -> list[Trace]:
    """The tracks up to the plan; on them what is expected, hatched; on that what is done."""
    fill = LIGHTS["healthy"].fill(paint)
    shared: Trace = {"type": "bar", "y": list(range(len(rows))), "width": THICK, "orientation": "h"}
    shared |= {"hoverinfo": "text"}
    shared |= {"hovertext": [_said(row, name) for row, name in zip(rows, names, strict=True)]}
    hatch = {"shape": "/", "fgcolor": fill, "bgcolor": paint.paper, "size": 6}
    rim = {"color": fill, "width": 1}
    done = [min(row.invested_ytd / row.annual_plan, reach) for row in rows]
    expected = [min(row.expected_total / row.annual_plan, reach) for row in rows]
    return [
        shared | {"x": [1.0] * len(rows), "marker": {"color": paint.track}},
        shared | {"x": expected, "marker": {"color": paint.paper, "pattern": hatch, "line": rim}},
        shared | {"x": done, "marker": {"color": fill, "line": rim}},
    ]


def _spans(rows: list[Any], reach: float, paint: Theme) -> Trace:
    """Under each bar a line from the lowest to the highest, with an end at each."""
    x: list[float | None] = []
    y: list[float | None] = []
    for place, row in enumerate(rows):
        low, high = (min(one / row.annual_plan, reach) for one in (row.low, row.high))
        under, tick = place + THICK / 2 + 0.06, 0.04
        x += [low, low, None, high, high, None, low, high, None]
        y += [under - tick, under + tick, None] * 2 + [under, under, None]
    return LINES | {"mode": "lines", "line": {"color": paint.ink, "width": 2}, "x": x, "y": y}


def _marks(at: float, rows: int, paint: Theme) -> Trace:
    """The plan as a mark across each bar."""
    y = [y for place in range(rows) for y in (place - GAP, place + GAP, None)]
    line = {"color": paint.ink, "width": 3}
    return LINES | {"mode": "lines", "line": line, "x": [at, at, None] * rows, "y": y}


def _above(text: str, at: float, paint: Theme) -> dict[str, Any]:
    """A word on top of the marks."""
    font = {"size": 13, "color": paint.ink}
    place = {"x": at, "y": -0.56, "yanchor": "bottom", "xanchor": "right", "xshift": 8}
    return place | {"text": text, "showarrow": False, "font": font}


def _text(x: float, y: list[float], said: list[str], place: str, font: Trace) -> Trace:
    """One column of words as one trace."""
    words = {"text": said, "textposition": place, "textfont": font, "mode": "text"}
    return LINES | words | {"x": [x] * len(y), "y": y}


def _words(rows: list[Any], names: list[str], reach: float, paint: Theme) -> list[Trace]:
    """Above each bar its name and the expected share of the plan, below it the amounts."""
    above = [place - GAP for place in range(len(rows))]
    below = [place + 0.24 for place in range(len(rows))]
    large, small = {"size": 15, "color": paint.ink}, {"size": 13, "color": paint.muted}
    shares = [f"<b>≈ {numbers.percent(row.expected_total / row.annual_plan)}</b>" for row in rows]
    spans = [f"{numbers.money(row.low)} – {numbers.money(row.high)}" for row in rows]
    return [
        _text(0, above, [html(clipped(name, LETTERS)) for name in names], "top right", large),
        _text(reach, above, shares, "top left", large),
        _text(0, below, spans, "bottom right", small),
    ]


def backtest_bars(
    methods: pd.DataFrame, outcomes: pd.DataFrame, *, best: str, dark: bool = False
) -> go.Figure:
    """How far off each method was: its weighted error as a bar, each year's sum in words below.

    Columns: method, name and wape (a fraction; methods without one are left out); of the outcomes
    year, method, expected and year_total (万元).
    """
    paint = theme(dark=dark)
    known = methods[methods["wape"].notna()]
    rows: list[Any] = list(known.itertuples(index=False))
    if not rows:
        return empty(paint)
    places, fill = list(range(len(rows))), LIGHTS["healthy"].fill(paint)
    reach = max([row.wape for row in rows] + [0.01])
    chosen = [row.method == best for row in rows]
    marks = {"color": [fill if one else paint.link for one in chosen]}
    bar: Trace = {"type": "bar", "orientation": "h", "width": THICK, "y": places, "marker": marks}
    above, below = [place - GAP for place in places], [place + 0.2 for place in places]
    large, small = {"size": 15, "color": paint.ink}, {"size": 13, "color": paint.muted}
    names = [
        f"<b>✓ {row.name}</b>" if one else str(row.name)
        for row, one in zip(rows, chosen, strict=True)
    ]
    years = [_years(outcomes[outcomes["method"] == row.method]) for row in rows]
    rates = [f"<b>{numbers.percent(row.wape)}</b>" for row in rows]
    return figure(
        paint,
        ROW * len(rows) + 16,
        [
            bar | {"x": [row.wape for row in rows], "hovertext": years, "hoverinfo": "text"},
            _text(0, above, names, "top right", large),
            _text(reach, above, rates, "top left", large),
            _text(0, below, years, "bottom right", small),
        ],
        bargap=0,
        xaxis={"visible": False, "range": [0, reach * 1.005]},
        yaxis={"visible": False, "range": [len(rows) - 0.5, -0.5]},
    )


def _years(rows: pd.DataFrame) -> str:
    """How far the sum was off in each year: `2020 -1.6%`."""
    known: list[Any] = list(rows[rows["year_total"] > 0].itertuples(index=False))
    return "  ".join(
        f"{row.year} {numbers.signed(row.expected / row.year_total - 1)}" for row in known
    )
