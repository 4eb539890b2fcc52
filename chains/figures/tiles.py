"""Counties as tiles that lie as on a map: light, shape, word and figure on each; no outside map."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from chains.figures import numbers
from chains.figures.bullets import known
from chains.figures.palette import Theme, light, theme
from chains.figures.template import empty, figure
from chains.figures.words import clipped, html
from chains.i18n import _

TILE = 92  # pixels of a tile's height
COLUMNS = 4  # of the grid of those without a place, at least
LETTERS = 6
DARK_INK, LIGHT_INK = "#10202E", "#FFFFFF"
Trace = dict[str, Any]
Row = dict[Any, Any]


def tiles(frame: pd.DataFrame, *, dark: bool = False) -> go.Figure:
    """One tile a county: its light's fill, mark and word, its name and completion.

    Columns: code, name, light, completion (fraction, may be missing), map_row, map_column (may be
    missing: those follow below the map in a grid). A point's customdata is the code.
    """
    paint, rows = theme(dark=dark), frame.to_dict("records")
    if not rows:
        return empty(paint)
    places = placed(rows)
    down, across = (
        max(place[axis] for place in places) - min(place[axis] for place in places) + 1
        for axis in (0, 1)
    )
    first, left = min(row for row, _column in places), min(column for _row, column in places)
    return figure(
        paint,
        TILE * down + 12,
        [*_areas(rows, places, paint), _words(rows, places, paint)],
        xaxis={"visible": False, "range": [left - 0.5, left + across - 0.5]},
        yaxis={"visible": False, "range": [first + down - 0.5, first - 0.5]},
        hovermode="closest",
    )


def placed(rows: list[Row]) -> list[tuple[int, int]]:
    """Row and column of each: its own, if no other has it already, else the next of the grid."""
    own = [_own(row) for row in rows]
    taken: dict[tuple[int, int], int] = {}
    for number, place in enumerate(own):
        if place is not None:
            taken.setdefault(place, number)
    below = max((row for row, _column in taken), default=0)
    first = min((column for _row, column in taken), default=1)
    across = max([COLUMNS, *(column - first + 1 for _row, column in taken)])
    found, free = [], 0
    for number, place in enumerate(own):
        if place is not None and taken[place] == number:
            found.append(place)
        else:
            found.append((below + 1 + free // across, first + free % across))
            free += 1
    return found


def _own(row: Row) -> tuple[int, int] | None:
    if known(row["map_row"]) and known(row["map_column"]):
        return int(row["map_row"]), int(row["map_column"])
    return None


def _areas(rows: list[Row], places: list[tuple[int, int]], paint: Theme) -> list[Trace]:
    """One trace a light: its tiles as closed outlines, filled."""
    traces = []
    for state in dict.fromkeys(row["light"] for row in rows):
        look = light(state)
        here = [place for row, place in zip(rows, places, strict=True) if row["light"] == state]
        x = [at for _row, column in here for at in _corners(column, (-1, 1, 1, -1, -1))]
        y = [at for row, _column in here for at in _corners(row, (-1, -1, 1, 1, -1))]
        line = {"color": look.edge(paint), "width": 2}
        area = {"type": "scatter", "mode": "lines", "fill": "toself", "hoverinfo": "skip"}
        traces.append(area | {"x": x, "y": y, "line": line, "fillcolor": look.fill(paint)})
    return traces


def _corners(middle: int, sides: tuple[int, ...]) -> list[float | None]:
    return [*(middle + side * 0.46 for side in sides), None]


def _words(rows: list[Row], places: list[tuple[int, int]], paint: Theme) -> Trace:
    """The words of every tile, on a square without colour that takes the click."""
    inks = [_ink(light(row["light"]).fill(paint)) for row in rows]
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [column for _row, column in places],
        "y": [row for row, _column in places],
        "text": list(map(_said, rows)),
        "textfont": {"size": 14, "color": inks},
        "textposition": "middle center",
        "marker": {"symbol": "square", "size": TILE - 14, "color": "rgba(0,0,0,0)"},
        "selected": {"marker": {"opacity": 0}},
        "unselected": {"marker": {"opacity": 0}, "textfont": {"color": None}},
        "customdata": [row["code"] for row in rows],
        "hovertext": list(map(_hover, rows)),
        "hoverinfo": "text",
        "cliponaxis": False,
    }


def _said(row: Row) -> str:
    look, name = light(row["light"]), html(clipped(str(row["name"]), LETTERS))
    rate = f"<br><b>{numbers.percent(row['completion'])}</b>" if known(row["completion"]) else ""
    return f"{name}<br>{look.mark} {_(look.word)}{rate}"


def _hover(row: Row) -> str:
    return (
        f"<b>{html(str(row['name']))}</b><br>{_(light(row['light']).word)}<br>"
        f"{numbers.percent(row['completion'])}"
    )


def _ink(fill: str) -> str:
    """Black or white, whichever the WCAG contrast says is read better on the fill."""
    red, green, blue = (_linear(int(fill[place : place + 2], 16) / 255) for place in (1, 3, 5))
    shine = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return DARK_INK if shine > 0.18 else LIGHT_INK


def _linear(part: float) -> float:
    return float(part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4)
