"""Money against time: how much of a project's time has passed, and how much of its money."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from chains.figures import numbers
from chains.figures.palette import LIGHTS, Theme, light, theme
from chains.figures.template import empty, figure
from chains.figures.words import clipped, html
from chains.i18n import _

HEIGHT = 520
MOST = 600  # projects that are drawn, those furthest behind their time
NAMED = 4  # of them with their names
REACH = 1.2  # what lies beyond is drawn at the edge
SYMBOLS = {"circle": "circle", "diamond": "diamond", "triangle": "triangle-up", "rect": "square"}
Trace = dict[str, Any]
Row = dict[Any, Any]


def money_and_time(frame: pd.DataFrame, *, dark: bool = False) -> go.Figure:
    """A point a project, coloured and shaped by its light; on the line money keeps up with time.

    Columns: project_id, name, light, time_share, money_share and time_gap (fractions, may be
    missing), total_investment, invested_total (万元). A point's customdata is the project.
    """
    paint = theme(dark=dark)
    known = frame[frame["time_gap"].notna()].sort_values("time_gap").head(MOST)
    if known.empty:
        return empty(paint, HEIGHT)
    states = [state for state in LIGHTS if (known["light"] == state).any()]
    return figure(
        paint,
        HEIGHT,
        [
            _even(paint),
            *(_points(known[known["light"] == state], state, paint) for state in states),
        ],
        xaxis=_axis(_("Share of the time"), paint),
        yaxis=_axis(_("Share of the money"), paint),
        showlegend=True,
        legend={"x": 0, "y": 1.02, "yanchor": "bottom", "orientation": "h"}
        | {"font": {"size": 13, "color": paint.ink}},
        annotations=[_name(row, paint) for row in _apart(known)],
    )


def _place(share: float) -> float:
    return min(max(float(share), 0.0), REACH)


def _points(frame: pd.DataFrame, state: str, paint: Theme) -> Trace:
    look, rows = light(state), frame.to_dict("records")
    return {
        "type": "scatter",
        "mode": "markers",
        "name": _(look.word),
        "x": [_place(row["time_share"]) for row in rows],
        "y": [_place(row["money_share"]) for row in rows],
        "customdata": [row["project_id"] for row in rows],
        "hovertext": [_hover(row, look.word) for row in rows],
        "hoverinfo": "text",
        "cliponaxis": False,
        "marker": {
            "size": 9,
            "symbol": SYMBOLS.get(look.shape, "circle"),
            "color": look.fill(paint),
            "line": {"color": look.edge(paint), "width": 1},
        },
    }


def _hover(row: Row, word: str) -> str:
    money = f"{numbers.money(row['invested_total'])} / {numbers.money(row['total_investment'])}"
    time, spent = _("Share of the time"), _("Share of the money")
    return (
        f"<b>{html(str(row['name']))}</b><br>{_(word)}"
        f"<br>{time} {numbers.percent(row['time_share'])}"
        f"<br>{spent} {numbers.percent(row['money_share'])}<br>{money}"
    )


def _even(paint: Theme) -> Trace:
    """The line on which money keeps up with time, level once the time is over."""
    return {
        "type": "scatter",
        "mode": "lines",
        "name": _("Money keeps up with time"),
        "x": [0, 1, REACH],
        "y": [0, 1, 1],
        "line": {"color": paint.ink, "width": 1.5, "dash": "dot"},
        "hoverinfo": "skip",
    }


def _apart(known: pd.DataFrame) -> list[Row]:
    """The projects furthest behind whose names do not lie over each other."""
    found: list[Row] = []
    for row in known.to_dict("records"):
        heights = [abs(_place(row["money_share"]) - _place(one["money_share"])) for one in found]
        if row["time_gap"] < 0 and min(heights, default=1.0) > 0.07:
            found.append(row)
        if len(found) == NAMED:
            break
    return found


def _name(row: Row, paint: Theme) -> dict[str, Any]:
    x, y = _place(row["time_share"]), _place(row["money_share"])
    side = {"xanchor": "right" if x > 0.45 else "left", "xshift": -8 if x > 0.45 else 8}
    font = {"size": 13, "color": paint.ink}
    words = {"text": html(clipped(str(row["name"]), 10)), "font": font, "showarrow": False}
    words |= {"bgcolor": paint.paper, "opacity": 0.9}
    return {"x": x, "y": y} | side | words


def _axis(title: str, paint: Theme) -> dict[str, Any]:
    ticks = [0, 0.25, 0.5, 0.75, 1.0]
    words = [f"{tick * 100:.0f}%" for tick in ticks]
    grid = {"showgrid": True, "gridcolor": paint.track, "tickvals": ticks, "ticktext": words}
    return {"title": {"text": title}, "range": [-0.02, REACH + 0.02]} | grid
