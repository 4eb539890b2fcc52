"""Starts and finishes over a year: planned outlined, actual solid, what is late marked."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from chains.figures.palette import LIGHTS, Theme, theme
from chains.figures.template import empty, figure
from chains.figures.words import clipped, html
from chains.i18n import _

MOST = 40  # projects that are drawn
ROW, HEAD = 44, 52
LETTERS = 16
MARGIN = 3  # months that are seen before and after the year
HUE, LATE = LIGHTS["healthy"], LIGHTS["danger"]
Trace = dict[str, Any]


def gantt(frame: pd.DataFrame, joint: pd.DataFrame, *, day: date, dark: bool = False) -> go.Figure:
    """One row a project in the frame's order, at most 40, as known on `day`.

    Columns: project_id, name, planned_start, actual_start, planned_finish, actual_finish, and
    days_behind and actual_on of the milestone in question. `joint`: held_on of the days
    of joint starts and completions. A point's customdata is the project.
    """
    paint, rows = theme(dark=dark), [_row(one, day) for one in frame.head(MOST).to_dict("records")]
    if not rows:
        return empty(paint)
    bottom, top = len(rows) + 0.2, -0.6
    left, right = _edge(day.year, -MARGIN), _edge(day.year, 12 + MARGIN)
    return figure(
        paint,
        HEAD + ROW * len(rows) + 32,
        [*_spans(rows, paint), _late(rows, paint), _names(rows, left, paint)],
        barmode="overlay",
        bargap=0,
        xaxis={"range": [str(left), str(right)], "type": "date", "side": "top"} | _ticks(day.year),
        yaxis={"visible": False, "range": [bottom, top]},
        shapes=[
            _upright(day, bottom, paint.ink, "solid"),
            *(_upright(one, bottom, paint.accent, "dash") for one in _held(joint)),
        ],
        annotations=[
            _flag(one, bottom, _("Joint starts, {day:%m-%d}", day=one), paint)
            for one in _held(joint)
        ],
    )


@dataclass(frozen=True)
class _Row:
    """A project's days; what is open ends on the day that is looked at."""

    code: str
    name: str
    planned: tuple[date | None, date | None]
    actual: tuple[date | None, date | None]
    came: date | None
    behind: int
    day: date

    @property
    def hover(self) -> str:
        """The days in words."""
        said = [f"<b>{html(self.name)}</b>"]
        for word, (first, last) in ((_("Planned"), self.planned), (_("Actual"), self.actual)):
            said.append(f"{word}: {first or '—'} – {last or '—'}")
        return "<br>".join([*said, self.lateness] if self.behind > 0 else said)

    @property
    def lateness(self) -> str:
        """How late the milestone is, or came."""
        if self.came is None:
            return _("overdue by {days} days", days=self.behind)
        return _("{days} days late", days=self.behind)


def _row(row: dict[Any, Any], day: date) -> _Row:
    behind = row["days_behind"]
    return _Row(
        str(row["project_id"]),
        str(row["name"]),
        (_day(row["planned_start"]), _day(row["planned_finish"])),
        (_day(row["actual_start"]), _day(row["actual_finish"])),
        _day(row["actual_on"]),
        0 if pd.isna(behind) else int(behind),
        day,
    )


def _day(moment: Any) -> date | None:
    return None if pd.isna(moment) else pd.Timestamp(moment).date()


def _edge(year: int, months: int) -> date:
    """The first of the month that lies so many months after the year's January."""
    return date(year + months // 12, months % 12 + 1, 1)


def _ticks(year: int) -> dict[str, Any]:
    places = [_edge(year, months) for months in range(-MARGIN, 12 + MARGIN, 3)]
    words = [f"{one:%Y-%m}" if one.month == 1 else f"{one:%m}" for one in places]
    return {"tickvals": [str(one) for one in places], "ticktext": words, "tickangle": 0}


def _spans(rows: list[_Row], paint: Theme) -> list[Trace]:
    """The planned time as outlines, the actual one solid; open ends run to the day looked at."""
    planned = [(place, row, *row.planned) for place, row in enumerate(rows)]
    actual = [
        (place, row, row.actual[0], row.actual[1] or row.day) for place, row in enumerate(rows)
    ]
    outline = {"color": "rgba(0,0,0,0)", "line": {"color": paint.muted, "width": 1.5}}
    solid = {"color": HUE.fill(paint)}
    return [_span(planned, 0.36, outline), _span(actual, 0.18, solid)]


def _span(spans: list[tuple[int, _Row, Any, Any]], width: float, marker: Trace) -> Trace:
    known = [(place, row, first, last) for place, row, first, last in spans if first and last]
    return {
        "type": "bar",
        "orientation": "h",
        "width": width,
        "marker": marker,
        "y": [place + 0.2 for place, _row, _first, _last in known],
        "base": [str(first) for _place, _row, first, _last in known],
        "x": [(last - first).days * 86_400_000 for _place, _row, first, last in known],
        "customdata": [row.code for _place, row, _first, _last in known],
        "hovertext": [row.hover for _place, row, _first, _last in known],
        "hoverinfo": "text",
    }


def _late(rows: list[_Row], paint: Theme) -> Trace:
    """A mark on the day on which a late milestone came, or on the day that is looked at."""
    late = [(place, row) for place, row in enumerate(rows) if row.behind > 0]
    hue = LATE.edge(paint)
    return {
        "mode": "markers",
        "x": [str(row.came or row.day) for _place, row in late],
        "y": [place + 0.2 for place, _row in late],
        "marker": {
            "size": 12,
            "color": hue,
            "symbol": ["diamond" if row.came else "triangle-up" for _place, row in late],
            "line": {"color": paint.paper, "width": 1},
        },
        "customdata": [row.code for _place, row in late],
        "hovertext": [row.hover for _place, row in late],
        "hoverinfo": "text",
    }


def _names(rows: list[_Row], left: date, paint: Theme) -> Trace:
    """Above each row its name, and how late it is."""
    said = [_name(row, paint) for row in rows]
    places = [place - 0.2 for place in range(len(rows))]
    words: Trace = {"mode": "text", "x": [str(left)] * len(rows), "y": places, "text": said}
    font = {"size": 13, "color": paint.ink}
    return words | {"textposition": "middle right", "textfont": font, "hoverinfo": "skip"}


def _name(row: _Row, paint: Theme) -> str:
    said = html(clipped(row.name, LETTERS))
    if row.behind <= 0:
        return said
    mark = "◆" if row.came else "▲"
    return f"{said} <span style='color:{LATE.edge(paint)}'>{mark} {row.lateness}</span>"


def _held(joint: pd.DataFrame) -> list[date]:
    return [pd.Timestamp(one).date() for one in joint["held_on"].tolist()]


def _upright(day: date, bottom: float, hue: str, dash: str) -> dict[str, Any]:
    line = {"color": hue, "width": 1.5, "dash": dash}
    upright = {
        "type": "line",
        "x0": str(day),
        "x1": str(day),
        "y0": -0.6,
        "y1": bottom,
        "line": line,
    }
    return upright | {"layer": "below"}


def _flag(day: date, bottom: float, words: str, paint: Theme) -> dict[str, Any]:
    """The name of a line at its lower end, on the side where there is room."""
    place = {"x": str(day), "y": bottom, "yanchor": "bottom"}
    side = {"xanchor": "right" if day.month > 6 else "left", "showarrow": False}
    look = {"bgcolor": paint.paper, "font": {"size": 13, "color": paint.accent}}
    return place | side | look | {"text": words}
