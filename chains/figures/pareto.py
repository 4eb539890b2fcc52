"""Which projects make the gap: bars from the largest down, their shares added up as a line."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from chains.figures import numbers
from chains.figures.palette import Theme, light, theme
from chains.figures.template import empty, figure
from chains.figures.words import clipped, html
from chains.i18n import _

MOST = 15  # rows that are drawn, and one for all the others
VITAL = 0.8
ROW, HEAD = 50, 30
LETTERS = 16
Trace = dict[str, Any]
Row = dict[Any, Any]


def vital(frame: pd.DataFrame) -> int:
    """How many projects, from the largest, make 80 % of the gap; 0 where there is none.

    Column: gap_share_so_far, from the largest down.
    """
    short = frame["gap_share_so_far"].astype(float).round(9) < VITAL
    return int(short.sum()) + 1 if len(frame) else 0


def pareto(frame: pd.DataFrame, *, dark: bool = False) -> go.Figure:
    """The money each project is behind, as its share of all that is behind, largest first.

    Columns: project_id, name, light, behind (万元), gap_share and gap_share_so_far (fractions). At
    most 15 projects are drawn, the others together. A point's customdata is the project.
    """
    paint, rows = theme(dark=dark), _rows(frame)
    if not rows:
        return empty(paint)
    bottom, top = len(rows) - 0.5, -0.5 - HEAD / ROW
    return figure(
        paint,
        HEAD + ROW * len(rows) + 12,
        [_line(rows, paint), _bars(rows, paint), *_words(rows, paint)],
        bargap=0,
        xaxis={"visible": False, "range": [0, 1.03]},
        yaxis={"visible": False, "range": [bottom, top]},
        shapes=[_eighty(bottom, paint)],
        annotations=[_named(paint)],
    )


def _rows(frame: pd.DataFrame) -> list[Row]:
    """The projects that are drawn, and the others in one row."""
    drawn = frame.head(MOST).to_dict("records")
    rest = frame.iloc[MOST:]
    if len(rest):
        money = {column: float(rest[column].sum()) for column in ("behind", "gap_share")}
        name = _("{count} other projects", count=len(rest))
        drawn.append(money | {"gap_share_so_far": 1.0, "name": name, "project_id": "", "light": ""})
    return drawn


def _hover(row: Row) -> str:
    word = f"{_(light(row['light']).word)}<br>" if row["light"] else ""
    return (
        f"<b>{html(str(row['name']))}</b><br>{word}"
        + _("{money} behind, {share} of all", **_amounts(row))
        + "<br>"
        + _("added up")
        + f" {numbers.percent(row['gap_share_so_far'])}"
    )


def _amounts(row: Row) -> dict[str, str]:
    share = numbers.percent(row["gap_share"])
    return {"money": numbers.money(row["behind"]), "share": share}


def _shared(rows: list[Row]) -> Trace:
    places = [place + 0.2 for place in range(len(rows))]
    codes = [row["project_id"] for row in rows]
    hover = [_hover(row) for row in rows]
    return {"y": places, "customdata": codes, "hovertext": hover, "hoverinfo": "text"}


def _bars(rows: list[Row], paint: Theme) -> Trace:
    looks = [light(row["light"]) if row["light"] else None for row in rows]
    marker = {
        "color": [look.fill(paint) if look else paint.track for look in looks],
        "line": {"color": [look.edge(paint) if look else paint.muted for look in looks]}
        | {"width": 1},
    }
    shares = [row["gap_share"] for row in rows]
    look: Trace = {"type": "bar", "orientation": "h", "width": 0.36, "x": shares, "marker": marker}
    return look | _shared(rows)


def _line(rows: list[Row], paint: Theme) -> Trace:
    """The shares added up from the top."""
    x = [row["gap_share_so_far"] for row in rows]
    line, marker = {"color": paint.link, "width": 2}, {"color": paint.muted, "size": 7}
    look: Trace = {"type": "scatter", "mode": "lines+markers", "cliponaxis": False, "x": x}
    return look | {"line": line, "marker": marker} | _shared(rows)


def _words(rows: list[Row], paint: Theme) -> list[Trace]:
    """Above each bar the name at the left, and the money with the share at the right."""
    names = [_name(row, paint) for row in rows]
    money = [
        f"{numbers.brief(row['behind'])} · {numbers.percent(row['gap_share_so_far'])}"
        for row in rows
    ]
    above = [place - 0.18 for place in range(len(rows))]
    look: Trace = {"type": "scatter", "mode": "text", "hoverinfo": "skip", "cliponaxis": False}
    return [
        look | {"x": [x] * len(rows), "y": above, "text": said, "textposition": place}
        | {"textfont": {"size": 14, "color": paint.ink}}
        for x, said, place in ((0, names, "top right"), (1.03, money, "top left"))
    ]  # fmt: skip


def _name(row: Row, paint: Theme) -> str:
    if not row["light"]:
        return str(row["name"])
    said = html(clipped(str(row["name"]), LETTERS))
    seen = light(row["light"])
    return f"<span style='color:{seen.edge(paint)}'>{seen.mark}</span> {said}"


def _eighty(bottom: float, paint: Theme) -> dict[str, Any]:
    line = {"color": paint.accent, "width": 1.5, "dash": "dash"}
    return {"type": "line", "x0": VITAL, "x1": VITAL, "y0": -0.5, "y1": bottom, "line": line}


def _named(paint: Theme) -> dict[str, Any]:
    words = _("80% of all that is behind ▾")
    font = {"size": 13, "color": paint.accent}
    place = {"x": VITAL, "y": -0.52, "xanchor": "right", "yanchor": "bottom", "xshift": 10}
    return place | {"text": words, "font": font, "showarrow": False}
