"""The firms of one segment as an ECharts option: packed circles, and a tile for the rest."""

from typing import Any

import pandas as pd

from chains.figures import numbers
from chains.figures.options import Option, base, nothing, plane, screens
from chains.figures.packing import packed
from chains.figures.palette import LIGHTS, Theme, light, theme
from chains.figures.words import folded, html, label, lines, short
from chains.i18n import _

TOP = 40
OTHERS = "others"
WIDE, NARROW = 380, 326  # pixels of the disc's diameter
TILE = 40  # pixels of the tile's height
BREAKPOINT = 450  # pixels of the chart's width up to which the disc is the narrow one
FIRMS_HEIGHT = WIDE + TILE + 28
LETTER, LINE = 12.5, 15  # pixels of a character at 12 px, and of a line


def _sizes(frame: pd.DataFrame) -> list[float]:
    """Output, or the number of employees where no firm reports output."""
    for column in ("output_ytd", "employees"):
        values = [0.0 if pd.isna(value) else float(value) for value in frame[column]]
        if any(value > 0 for value in values):
            return values
    return [1.0] * len(frame)


def _rows(frame: pd.DataFrame) -> list[tuple[float, Any]]:
    """The firms with their sizes, the largest first; those of equal size by their code."""
    rows = zip(_sizes(frame), frame.itertuples(index=False), strict=True)
    return sorted(rows, key=lambda row: (-row[0], str(row[1].uscc)))


def _state(row: Any) -> str:
    found = getattr(row, "light", None)
    return found if found in LIGHTS else "not_reported"


def _tooltip(row: Any) -> str:
    seen = light(_state(row))
    return lines(
        html(str(row.name)),
        f"{seen.mark} {html(_(seen.word))}",
        html(_("Output this year: {money}", money=numbers.money(row.output_ytd))),
        html(_("Employees: {count}", count=numbers.count(row.employees))),
    )


def _caption(row: Any, diameter: float, colour: str) -> Option:
    """The firm's short name inside its circle, where at least three letters fit on a line."""
    letters = int(diameter * 0.86 // LETTER)
    rows = folded(label(short(str(row.name))), max(letters, 1))
    shown = letters >= 3 and len(rows) * LINE <= diameter * 0.62
    return {"show": shown, "formatter": "\n".join(rows) if shown else "", "color": colour}


def _firm(row: Any, circle: tuple[float, float, float], size: int, paint: Theme) -> Option:
    seen, (x, y, radius) = light(_state(row)), circle
    diameter = round(radius * size - 2, 1)
    ink = "#FFFFFF" if _state(row) in ("healthy", "danger") and not paint.dark else "#10182A"
    if _state(row) == "not_reported":
        ink = paint.ink
    return {
        "id": str(row.uscc),
        "name": str(row.name),
        "value": [round(x, 4), round(y, 4)],
        "symbol": "circle" if seen.shape == "rect" else seen.shape,
        "symbolSize": diameter,
        "itemStyle": {"color": seen.fill(paint), "borderColor": seen.edge(paint), "borderWidth": 1},
        "label": _caption(row, diameter, ink),
        "tooltip": {"formatter": _tooltip(row)},
    }


def _tile(others: int, size: int, paint: Theme) -> Option:
    words = _("{count} more firms", count=numbers.count(others))
    return {
        "id": OTHERS,
        "name": words,
        "value": [0, round(1 + (TILE + 8) / size, 3)],
        "symbol": "rect",
        "symbolSize": [180, TILE - 8],
        "itemStyle": {"color": paint.track},
        "label": {"show": True, "formatter": words, "color": paint.ink, "fontSize": 14},
        "tooltip": {"formatter": html(words)},
    }


def _drawing(rows: list[tuple[float, Any]], others: int, size: int, paint: Theme) -> Option:
    circles = packed([value for value, _row in rows])
    data = [_firm(row, c, size, paint) for (_value, row), c in zip(rows, circles, strict=True)]
    below = 1 + 2 * (TILE + 8) / size
    grid = {"left": "center", "top": 8, "width": size, "height": round(size * (1 + below) / 2)}
    return plane((-1.0, 1.0), (-1.0, below), grid) | {
        "series": [{"id": "firms", "data": data + ([_tile(others, size, paint)] if others else [])}]
    }


def _common(paint: Theme) -> Option:
    series = {
        "id": "firms",
        "type": "scatter",
        "selectedMode": "single",
        "cursor": "pointer",
        "label": {"position": "inside", "fontSize": 12, "lineHeight": LINE},
        "itemStyle": {"opacity": 1},
        "emphasis": {"scale": False, "itemStyle": {"shadowBlur": 8, "shadowColor": "#00000066"}},
        "select": {"itemStyle": {"borderColor": paint.accent, "borderWidth": 4}},
    }
    return base(paint) | {"series": [series]}


def segment_firms(frame: pd.DataFrame, *, dark: bool = False) -> Option:
    """The opened segment: its top 40 firms as packed circles, and a tile that counts the others.

    Columns: uscc, name, output_ytd (万元), employees, and optionally light. Areas stand for output,
    or for employees where no firm reports output. Read a click with `picked`: it gives the uscc, or
    "others". The best height is FIRMS_HEIGHT pixels.
    """
    paint, rows = theme(dark=dark), _rows(frame)
    if not rows:
        return nothing(_("No local firm stands in this segment."), paint)
    others = len(rows) - TOP if len(rows) > TOP else 0
    wide, narrow = (_drawing(rows[:TOP], others, size, paint) for size in (WIDE, NARROW))
    return screens(_common(paint), wide, narrow, BREAKPOINT)
