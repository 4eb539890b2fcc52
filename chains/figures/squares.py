"""A project's lights as squares: a row for each year, a column for each month."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from chains.errors import N_
from chains.figures import numbers
from chains.figures.palette import DARK, LIGHT, Theme, light, theme
from chains.figures.template import empty, figure
from chains.figures.words import html, lines
from chains.i18n import _

ROW, HEAD = 40, 36  # pixels of a year, and of the months' names above
SIZE = 24  # pixels of a square: twelve of them stand side by side on a phone
OTHER = N_("By the rule when it was reported: {light}")


def _ink(fill: str) -> str:
    """The text colour that stands out from this fill, by its brightness (ITU-R BT.601)."""
    red, green, blue = (int(fill[i : i + 2], 16) for i in (1, 3, 5))
    return LIGHT.ink if 0.299 * red + 0.587 * green + 0.114 * blue > 140 else DARK.ring


def _said(row: Any) -> str:
    """The square's tooltip: month, light, completion, the sentence, and another rule's light."""
    look = light(row.light)
    rows = [str(row.month), f"{look.mark} {_(look.word)} · {numbers.percent(row.completion)}"]
    rows.append(html(row.reason))
    if row.light_then != row.light:
        then = light(row.light_then)
        rows.append(_(OTHER, light=f"{then.mark} {_(then.word)}"))
    return lines(*rows)


def _squares(rows: list[Any], years: list[str], paint: Theme) -> dict[str, Any]:
    """One square a month with its mark; a double rim where another rule held at that time."""
    looks = [light(row.light) for row in rows]
    fills = [look.fill(paint) for look in looks]
    other = [row.light_then != row.light for row in rows]
    rims = {
        "color": [
            paint.accent if one else look.edge(paint)
            for one, look in zip(other, looks, strict=True)
        ],
        "width": [3 if one else 1 for one in other],
    }
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [int(str(row.month)[5:7]) for row in rows],
        "y": [years.index(str(row.month)[:4]) for row in rows],
        "marker": {"symbol": "square", "size": SIZE, "color": fills, "line": rims, "opacity": 1},
        "text": [look.mark for look in looks],
        "textfont": {"size": 14, "color": [_ink(fill) for fill in fills]},
        "hovertext": [_said(row) for row in rows],
        "hoverinfo": "text",
        "customdata": [str(row.month) for row in rows],
        "selected": {"marker": {"opacity": 1}},
        "unselected": {"marker": {"opacity": 1}},
        "cliponaxis": False,
    }


def light_squares(frame: pd.DataFrame, *, dark: bool = False) -> go.Figure:
    """Lights by month, the latest year above.

    Columns: month (YYYY-MM), light, light_then (by the rule in force when the month was reported),
    completion (a fraction) and reason (the light's sentence). The figure brings its own height.
    """
    paint = theme(dark=dark)
    rows = list(frame.itertuples(index=False))
    if not rows:
        return empty(paint)
    years = sorted({str(row.month)[:4] for row in rows}, reverse=True)
    return figure(
        paint,
        HEAD + ROW * len(years) + 12,
        [_squares(rows, years, paint)],
        margin={"l": 4, "r": 4, "t": HEAD, "b": 4},
        xaxis={"side": "top", "range": [0.4, 12.6], "tickvals": list(range(1, 13))}
        | {"tickangle": 0, "showline": False},
        yaxis={"range": [len(years) - 0.5, -0.5], "tickvals": list(range(len(years)))}
        | {"ticktext": years, "showline": False},
    )
