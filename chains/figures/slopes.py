"""From one month to the next: each group's distance to the schedule as a sloping line."""

import math
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from chains.figures import numbers
from chains.figures.palette import Theme, theme
from chains.figures.template import empty, figure
from chains.figures.words import clipped, html
from chains.i18n import _

LINE, LEAST = 25, 300  # pixels of a name, and of the whole
LETTERS = 10
Trace = dict[str, Any]
Row = dict[Any, Any]


def extremes(frame: pd.DataFrame) -> tuple[Any, Any]:
    """The rows that fell most and rose most against the schedule; None where none did.

    Column: distance_change (a fraction, may be missing).
    """
    known = frame[frame["distance_change"].notna()]
    if known.empty:
        return None, None
    change = known["distance_change"].astype(float)
    worst, best = known.iloc[int(change.argmin())], known.iloc[int(change.argmax())]
    fell = round(float(worst["distance_change"]), 9) < 0
    rose = round(float(best["distance_change"]), 9) > 0
    return worst if fell else None, best if rose else None


def points(share: float) -> str:
    """A distance in percentage points with its sign."""
    return f"{share * 100:+.1f}"


def slopes(frame: pd.DataFrame, *, before: str, after: str, dark: bool = False) -> go.Figure:
    """A line a group from its distance in the month `before` to that in the month `after`.

    Columns: key, name, distance, distance_before, distance_change (fractions). What fell is dashed
    and marked ▼, what rose is solid and marked ▲; the largest changes are thick. A point's
    customdata is the group's key.
    """
    paint, rows = theme(dark=dark), frame[frame["distance"].notna()].to_dict("records")
    if not rows:
        return empty(paint)
    height = max(LEAST, LINE * len(rows) + 60)
    low, high = _reach(rows)
    ends = spread([row["distance"] for row in rows], (high - low) * LINE / (height - 60))
    worst, best = extremes(frame)
    named = [one["key"] for one in (worst, best) if one is not None]
    return figure(
        paint,
        height,
        [
            *(_line(row, thick=row["key"] in named, paint=paint) for row in rows),
            *_words(rows, ends, named, paint),
        ],
        xaxis={"range": [-0.2, 2.4], "tickvals": [0, 1], "ticktext": [before, after]}
        | {"side": "top"},
        yaxis={"visible": False, "range": [min(low, *ends), max(high, *ends)]},
        shapes=[_schedule(paint)],
        annotations=[_scheduled(paint)],
    )


def spread(values: list[float], least: float) -> list[float]:
    """Places near these values, in their order, no two nearer than `least`.

    Neighbours that are too near become a block around their mean, and blocks join blocks.
    """
    order = sorted(range(len(values)), key=values.__getitem__)
    blocks: list[tuple[float, int]] = []  # the middle of a block, and how many it holds
    for index in order:
        middle, count = values[index], 1
        while blocks and middle - blocks[-1][0] < least * (count + blocks[-1][1]) / 2:
            other, more = blocks.pop()
            middle = (middle * count + other * more) / (count + more)
            count += more
        blocks.append((middle, count))
    placed = [
        middle + (place - (count - 1) / 2) * least
        for middle, count in blocks
        for place in range(count)
    ]
    found = [0.0] * len(values)
    for index, place in zip(order, placed, strict=True):
        found[index] = place
    return found


def _reach(rows: list[Row]) -> tuple[float, float]:
    values = [row[name] for row in rows for name in ("distance", "distance_before")]
    known = [float(value) for value in values if _known(value)] + [0.0]
    room = max((max(known) - min(known)) * 0.06, 0.005)
    return min(known) - room, max(known) + room


def _known(value: float) -> bool:
    return not math.isnan(value)


def _mark(row: Row) -> str:
    """Whether it rose or fell, as a mark with the points; none where it is not known."""
    if not _known(row["distance_change"]):
        return ""
    change = round(float(row["distance_change"]) * 100, 9)
    mark = "▲" if change > 0 else "▼" if change < 0 else "＝"
    return f" {mark}{abs(change):.1f}"


def _line(row: Row, *, thick: bool, paint: Theme) -> Trace:
    fell = _known(row["distance_change"]) and row["distance_change"] < 0
    hue = (paint.alarm if fell else paint.accent) if thick else paint.muted
    line = {"color": hue, "width": 3.5 if thick else 1.3, "dash": "dash" if fell else "solid"}
    known = [(x, row[name]) for x, name in ((0, "distance_before"), (1, "distance"))]
    drawn = [(x, float(y)) for x, y in known if _known(y)]
    return {
        "x": [x for x, _y in drawn],
        "y": [y for _x, y in drawn],
        "mode": "lines+markers",
        "line": line,
        "marker": {"size": 9, "color": hue},
        "customdata": [row["key"]] * len(drawn),
        "hovertext": [_hover(row)] * len(drawn),
        "hoverinfo": "text",
    }


def _hover(row: Row) -> str:
    done, before = numbers.percent(row["completion"]), numbers.percent(row["completion_before"])
    away = f"{points(row['distance_before'])} → " if _known(row["distance_before"]) else ""
    to = _("to the schedule, points")
    return (
        f"<b>{html(str(row['name']))}</b><br>{before} → {done}"
        f"<br>{to} {away}{points(row['distance'])}{_mark(row)}"
    )


def _words(rows: list[Row], ends: list[float], named: list[str], paint: Theme) -> list[Trace]:
    """Each line's name and points at its right end, moved apart, with a thread to the line."""
    thread = [
        one for row, end in zip(rows, ends, strict=True) for one in (row["distance"], end, None)
    ]
    said = [_name(row, bold=row["key"] in named) for row in rows]
    quiet: Trace = {"hoverinfo": "skip", "cliponaxis": False, "type": "scatter"}
    line = {"color": paint.track, "width": 1}
    font = {"size": 13, "color": paint.ink}
    return [
        quiet | {"mode": "lines", "x": [1.03, 1.12, None] * len(rows), "y": thread, "line": line},
        quiet
        | {"mode": "text", "x": [1.14] * len(rows), "y": ends, "text": said}
        | {"textposition": "middle right", "textfont": font},
    ]


def _name(row: Row, *, bold: bool) -> str:
    said = f"{html(clipped(str(row['name']), LETTERS))} {points(row['distance'])}{_mark(row)}"
    return f"<b>{said}</b>" if bold else said


def _schedule(paint: Theme) -> dict[str, Any]:
    line = {"color": paint.ink, "width": 1.5, "dash": "dot"}
    return {"type": "line", "x0": -0.2, "x1": 1.02, "y0": 0, "y1": 0, "line": line}


def _scheduled(paint: Theme) -> dict[str, Any]:
    font = {"size": 13, "color": paint.ink}
    place = {"x": -0.2, "y": 0, "xanchor": "left", "yanchor": "bottom"}
    return place | {"text": _("Schedule"), "font": font, "showarrow": False}
