"""What share of the city's and of each chain's output is at risk, as bars."""

from typing import Any

import pandas as pd

from chains.figures import numbers
from chains.figures.options import Option, base, nothing
from chains.figures.palette import theme
from chains.figures.words import html, label, lines
from chains.i18n import _

BAR = 46  # pixels of a bar with its words above it
LEAST = 0.01  # the axis spans one per cent at least, so that little looks little


def shares_height(frame: pd.DataFrame) -> int:
    """The height in pixels at which the bars read."""
    return max(120, len(frame) * BAR + 16)


def shares(frame: pd.DataFrame, *, dark: bool = False) -> Option:
    """Bars of `at_risk` (a share) by `name`, with `lost` (万元) and `firms_hit` in words.

    The first row is the whole that the others are parts of, and stands out.
    """
    paint = theme(dark=dark)
    if frame.empty:
        return nothing(_("Nothing is at risk."), paint)
    rows: list[Any] = list(frame[["name", "at_risk", "lost", "firms_hit"]].itertuples(index=False))
    data = [
        {
            "name": str(row.name),
            "value": round(float(row.at_risk) * 100, 4),
            "itemStyle": {"color": paint.ring if number == 0 else paint.alarm},
            "tooltip": {"formatter": _tooltip(row)},
        }
        for number, row in enumerate(rows)
    ]
    words = [_words(row, bold=number == 0) for number, row in enumerate(rows)]
    return base(paint) | {
        "grid": {"left": 4, "right": 12, "top": 14, "bottom": 2},
        "xAxis": {"type": "value", "show": False, "min": 0, "max": _most(frame)},
        "yAxis": _names(words, paint.ink, paint.muted),
        "series": [_bars(data, paint.track)],
    }


def _most(frame: pd.DataFrame) -> float:
    return round(max(float(frame["at_risk"].max()), LEAST) * 100, 4)


def _bars(data: list[Option], track: str) -> Option:
    return {
        "id": "shares",
        "type": "bar",
        "barWidth": 14,
        "showBackground": True,
        "backgroundStyle": {"color": track, "borderRadius": 3},
        "itemStyle": {"borderRadius": 3},
        "data": data,
    }


def _names(words: list[str], ink: str, muted: str) -> Option:
    """The words of each bar, over its beginning: they take no room from it, however long."""
    style = {"fontSize": 14, "color": ink}
    return {
        "type": "category",
        "inverse": True,
        "data": words,
        "axisLine": {"show": False},
        "axisTick": {"show": False},
        "axisLabel": {
            "inside": True,
            "margin": 0,
            "align": "left",
            "verticalAlign": "bottom",
            "padding": [0, 0, 11, 0],
            "interval": 0,
            "rich": {
                "n": style,
                "b": style | {"fontWeight": "bold"},
                "c": {"fontSize": 12.5, "color": muted},
            },
        },
        "z": 5,
    }


def _words(row: Any, *, bold: bool) -> str:
    style = "b" if bold else "n"
    share, money = numbers.percent(row.at_risk), numbers.money(row.lost)
    return f"{{{style}|{label(str(row.name))}  {share}}}  {{c|{money}}}"


def _tooltip(row: Any) -> str:
    return lines(
        html(str(row.name)),
        html(_("At risk: {share}", share=numbers.percent(row.at_risk))),
        html(_("{count} firms hit", count=numbers.count(row.firms_hit))),
    )
