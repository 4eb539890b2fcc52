"""Bullet bars of completion after Stephen Few: the rule's steps in one hue, measure, two markers.

Stephen Few, "Bullet Graph Design Specification", Perceptual Edge, 2013.
"""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from chains.figures import numbers
from chains.figures.palette import Theme, light, theme
from chains.figures.template import empty, figure
from chains.figures.words import clipped, html
from chains.i18n import _

MOST = 20  # rows that are drawn
ROW, HEAD = 72, 10  # pixels
TRACK, BAR = 0.34, 0.13  # of a row: the steps, and the measure on them
ABOVE, BELOW = 0.19, 0.2  # where words begin, from a bar's middle
LETTERS = 12
STEPS_LIGHT = ("#B9C6D4", "#CFD9E3", "#E1E8EF", "#F0F4F8")  # from the worst step to the best
STEPS_DARK = ("#4A6073", "#3A4D5E", "#2C3C4A", "#20303C")
MEASURE = {False: "#1F4E79", True: "#9CCBF0"}
Trace = dict[str, Any]
Row = dict[Any, Any]
LINES: Trace = {"type": "scatter", "mode": "lines", "cliponaxis": False, "hoverinfo": "skip"}


def bullets(frame: pd.DataFrame, *, dark: bool = False) -> go.Figure:
    """Bullet bars in the frame's order; at most 20, the table has the others.

    Columns: code, name, light, completion, schedule and last_year_completion (fractions, may be
    missing), bounds (where the light changes, fractions from the lowest), invested_ytd, annual_plan
    and invested (万元). A bar is cut at twice the plan. A point's customdata is the code.
    """
    paint, rows = theme(dark=dark), frame.head(MOST).to_dict("records")
    if not rows:
        return empty(paint)
    reach = _reach(rows)
    return figure(
        paint,
        HEAD + ROW * len(rows) + 8,
        [
            *_steps(rows, reach, paint),
            _measure(rows, reach, paint),
            *_marker(rows, "last_year_completion", (reach, 0.12, 2), paint),
            *_marker(rows, "schedule", (reach, TRACK / 2, 4), paint),
            *_words(rows, reach, paint),
        ],
        barmode="overlay",
        bargap=0,
        xaxis={"visible": False, "range": [0, reach * 1.005]},
        yaxis={"visible": False, "range": [len(rows) - 0.5, -0.5 - HEAD / ROW]},
    )


def known(value: Any) -> bool:
    """Whether there is a value at all."""
    return not pd.isna(value)


def _reach(rows: list[Row]) -> float:
    """Where the axis ends: at the longest bar or marker, between the plan and twice the plan."""
    names = ("completion", "schedule", "last_year_completion")
    found = [float(row[name]) for row in rows for name in names if known(row[name])]
    return min(max([*found, 1.0]), 2.0)


def _shared(rows: list[Row]) -> Trace:
    codes = [row["code"] for row in rows]
    told: Trace = {"customdata": codes, "hovertext": list(map(_hover, rows)), "hoverinfo": "text"}
    return {"type": "bar", "orientation": "h", "y": list(range(len(rows)))} | told


def _steps(rows: list[Row], reach: float, paint: Theme) -> list[Trace]:
    """The rule's steps behind the measure, the best at the bottom of the pile."""
    hues = STEPS_DARK if paint.dark else STEPS_LIGHT
    most = max(len(row["bounds"]) for row in rows)
    ends = [[*row["bounds"], *[reach] * (most + 1 - len(row["bounds"]))] for row in rows]
    return [
        _shared(rows)
        | {"x": [max(0.0, min(end[place], reach)) for end in ends], "width": TRACK}
        | {"marker": {"color": hues[max(0, len(hues) - 1 - most + place)], "line": {"width": 0}}}
        for place in range(most, -1, -1)
    ]


def _measure(rows: list[Row], reach: float, paint: Theme) -> Trace:
    """What is done, in one hue whatever the light."""
    done = [row["completion"] if known(row["completion"]) else 0.0 for row in rows]
    marker = {"color": MEASURE[paint.dark], "line": {"width": 0}}
    bars = {"x": [max(0.0, min(one, reach)) for one in done], "width": BAR, "marker": marker}
    return _shared(rows) | bars


def _marker(
    rows: list[Row], column: str, size: tuple[float, float, int], paint: Theme
) -> list[Trace]:
    """A mark across each bar, with a rim of paper so that it stands out from the measure.

    `size` is the axis's end, half the mark's height in rows, and its width in pixels.
    """
    reach, half, width = size
    x: list[float | None] = []
    y: list[float | None] = []
    for place, row in enumerate(rows):
        if known(row[column]):
            x += [min(float(row[column]), reach)] * 2 + [None]
            y += [place - half, place + half, None]
    rim = {"color": paint.paper, "width": width + 3}
    ink = {"color": paint.ink if width > 2 else paint.accent, "width": width}
    return [LINES | {"x": x, "y": y, "line": line} for line in (rim, ink)] if x else []


def _words(rows: list[Row], reach: float, paint: Theme) -> list[Trace]:
    """Above each bar the name with its light and the rate, below it the money."""
    above = [place - ABOVE for place in range(len(rows))]
    below = [place + BELOW for place in range(len(rows))]
    large, small = {"size": 15, "color": paint.ink}, {"size": 13, "color": paint.muted}
    own = [_("month {money}", money=numbers.brief(row["invested"])) for row in rows]
    return [
        _text((0, above, [_name(row, paint) for row in rows]), "top right", large),
        _text((reach, above, list(map(_rate, rows))), "top left", large),
        _text((0, below, list(map(_amounts, rows))), "bottom right", small),
        _text((reach, below, own), "bottom left", small),
    ]


def _text(said: tuple[float, list[float], list[str]], place: str, font: Trace) -> Trace:
    """One column of words as one trace; `said` is its place along the axis, its rows, its words."""
    x, y, words = said
    look = {"mode": "text", "textposition": place, "textfont": font}
    return LINES | look | {"x": [x] * len(y), "y": y, "text": words}


def _name(row: Row, paint: Theme) -> str:
    seen, said = light(row["light"]), html(clipped(str(row["name"]), LETTERS))
    return f"<span style='color:{seen.edge(paint)}'>{seen.mark}</span> {said} · {_(seen.word)}"


def _rate(row: Row) -> str:
    said = numbers.percent(row["completion"])
    return f"<b>{said}</b>" if known(row["completion"]) else said


def _amounts(row: Row) -> str:
    """The rate's numerator and denominator."""
    return f"{numbers.brief(row['invested_ytd'])} / {numbers.brief(row['annual_plan'])}"


def _hover(row: Row) -> str:
    lines = [
        f"<b>{html(str(row['name']))}</b> {_(light(row['light']).word)}",
        f"{_rate(row)}　{numbers.money(row['invested_ytd'])} / {numbers.money(row['annual_plan'])}",
        _("Due {share}", share=numbers.percent(row["schedule"])),
        _("A year before {share}", share=numbers.percent(row["last_year_completion"])),
        _("In the month {money}", money=numbers.money(row["invested"])),
    ]
    return "<br>".join(lines)
