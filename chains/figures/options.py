"""What every ECharts option here has in common: fonts, tooltip, text styles, the two screens."""

from collections.abc import Iterable
from typing import Any, TypeAlias

import networkx as nx

from chains.figures.palette import FONT, Theme

Option: TypeAlias = dict[str, Any]
Graph: TypeAlias = "nx.DiGraph[str]"

BREAKPOINT = 640  # pixels of the chart's width up to which the narrow drawing is shown


def base(paint: Theme) -> Option:
    """Fonts, transparent ground, a calm update, a tooltip in the paper's colours."""
    return {
        "backgroundColor": "transparent",
        "textStyle": {"fontFamily": FONT, "fontSize": 13, "color": paint.ink},
        "animationDuration": 0,
        "animationDurationUpdate": 600,
        "animationEasingUpdate": "cubicInOut",
        "tooltip": {
            "confine": True,
            "backgroundColor": paint.paper,
            "borderColor": paint.track,
            "textStyle": {"color": paint.ink, "fontSize": 13, "fontFamily": FONT},
        },
    }


def plane(x: tuple[float, float], y: tuple[float, float], grid: Option) -> Option:
    """The room of a drawing inside the chart, and the coordinates it spans."""
    return {
        "grid": grid,
        "xAxis": {"min": x[0], "max": x[1]},
        "yAxis": {"min": y[0], "max": y[1]},
    }


def network(name: str, categories: Iterable[str]) -> Option:
    """A series of nodes at places of our own, each of which can be clicked; read by `picked`."""
    return {
        "id": name,
        "type": "graph",
        "coordinateSystem": "cartesian2d",
        "layout": "none",
        "z": 3,
        "selectedMode": "single",
        "cursor": "pointer",
        "categories": [{"name": one} for one in categories],
    }


def screens(common: Option, wide: Option, narrow: Option, turn: int = BREAKPOINT) -> Option:
    """One option for two screens, on hidden axes with y downwards; the chart's own width decides.

    The axes stand in the base, since ECharts builds the series there before it asks for the width.
    """
    axes = {"type": "value", "show": False}
    return {
        "baseOption": common | {"grid": {}, "xAxis": axes, "yAxis": axes | {"inverse": True}},
        "media": [{"query": {"maxWidth": turn}, "option": narrow}, {"option": wide}],
    }


def rich(paint: Theme) -> Option:
    """The styles of texts in labels: name, essential name, count, gap, bold, heading."""
    return {
        "n": {"fontSize": 14, "color": paint.ink, "lineHeight": 16},
        "e": {"fontSize": 14, "color": paint.ink, "fontWeight": "bold", "lineHeight": 16},
        "c": {"fontSize": 12.5, "color": paint.muted, "lineHeight": 16},
        "g": {"fontSize": 14, "color": paint.alarm, "fontWeight": "bold", "lineHeight": 16},
        "b": {"fontSize": 13, "color": paint.ink, "fontWeight": "bold", "lineHeight": 20},
        "h": {"fontSize": 16, "color": paint.ink, "fontWeight": "bold", "lineHeight": 20},
    }


def nothing(words: str, paint: Theme) -> Option:
    """The chart of nothing: a sentence in its middle."""
    style = {"color": paint.muted, "fontSize": 15, "fontWeight": "normal"}
    title = {"text": words, "textStyle": style, "left": "center", "top": "middle"}
    return base(paint) | {"title": title, "series": []}
