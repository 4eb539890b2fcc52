"""A chain's panorama as an ECharts option: who answers, and its segments from upstream down."""

import math
from collections import Counter

from chains.figures.flows import links
from chains.figures.legend import keys
from chains.figures.nodes import Look, Point, item, segments
from chains.figures.options import Graph, Option, base, nothing, plane, rich, screens
from chains.figures.palette import Theme, theme
from chains.figures.stages import BOTTOM, TOP, bands
from chains.i18n import _

Places = dict[str, Point]

HEIGHT = 700
ROW = 64  # pixels of a row on a narrow screen


def panorama_height(narrow_positions: Places) -> int:
    """The height in pixels at which the panorama reads both on a telephone and on a projector."""
    rows = max((y for _x, y in narrow_positions.values()), default=0) + 0.7
    return max(HEIGHT, round(rows * ROW) + 60)


def _look(graph: Graph, places: Places, paint: Theme, *, narrow: bool, chosen: str | None) -> Look:
    """The room for a node follows from the fullest column."""
    found = segments(graph)
    most = max((data["firms"] for data in found.values()), default=0)
    fullest = max(Counter(math.floor(places[node][0]) for node in found).values(), default=1)
    biggest = 30.0 if narrow else min(48.0, max(20.0, 600 / fullest - 26))
    return Look(narrow, paint, chosen, biggest, most)


def _network(graph: Graph, places: Places, look: Look) -> Option:
    data = [
        {"id": node, "value": list(places[node]), **item(node, dict(found), look)}
        for node, found in graph.nodes(data=True)
    ]
    return {"id": "network", "data": data, "links": links(graph, places, look)}


def _style(paint: Theme) -> Option:
    """What the network looks like on all screens."""
    halo = {"textBorderColor": paint.tint, "textBorderWidth": 3}
    return {
        "edgeSymbol": ["none", "arrow"],
        "edgeSymbolSize": 7,
        "lineStyle": {"color": paint.link, "width": 1.6, "opacity": 0.75},
        "label": {"show": True, "position": "bottom", "distance": 4, "rich": rich(paint), **halo},
        "emphasis": {
            "focus": "adjacency",
            "blurScope": "series",
            "scale": 1.1,
            "lineStyle": {"width": 3, "opacity": 1},
        },
        "blur": {"itemStyle": {"opacity": 0.25}, "lineStyle": {"opacity": 0.06}},
        "select": {"itemStyle": {"borderColor": paint.accent, "borderWidth": 5}},
    }


def _common(graph: Graph, places: Places, paint: Theme) -> Option:
    """What both drawings share; the bands too, which ECharts does not add to a series later."""
    entries = keys(graph, paint)
    network = {
        "id": "network",
        "type": "graph",
        "coordinateSystem": "cartesian2d",
        "layout": "none",
        "z": 3,
        "selectedMode": "single",
        "cursor": "pointer",
        "categories": [{"name": entry["name"]} for entry in entries],
    }
    words = {"color": paint.ink, "fontSize": 13}
    legend = {
        "data": entries,
        "itemWidth": 14,
        "itemHeight": 14,
        "selectedMode": False,
        "textStyle": words,
    }
    series = [bands(graph, places, paint, narrow=False), network | _style(paint)]
    return base(paint) | {"legend": legend, "series": series}


def _wide(graph: Graph, places: Places, look: Look) -> Option:
    right = max((math.floor(x) + 1 for x, _y in places.values()), default=1)
    grid = {"left": 2, "right": 2, "top": 34, "bottom": 6}
    return {
        "legend": {"right": 8, "top": 2, "left": "auto", "itemGap": 22},
        **plane((-0.5, float(right)), (TOP, BOTTOM), grid),
        "series": [bands(graph, places, look.paint, narrow=False), _network(graph, places, look)],
    }


def _narrow(graph: Graph, places: Places, look: Look) -> Option:
    bottom = max((y for _x, y in places.values()), default=1) + 0.68
    grid = {"left": 2, "right": 2, "top": 46, "bottom": 4}
    return {
        "legend": {"left": "center", "right": "auto", "top": 0, "itemGap": 10},
        **plane((0.0, 1.0), (0.0, bottom), grid),
        "series": [bands(graph, places, look.paint, narrow=True), _network(graph, places, look)],
    }


def panorama(
    graph: Graph,
    positions: Places,
    narrow_positions: Places,
    *,
    selected: str | None = None,
    dark: bool = False,
) -> Option:
    """The ECharts option of one chain, for `st.echarts_chart` with `on_select`.

    Holds both drawings, for wide screens and for telephones; the chart's own width decides. The
    selected segment has a ring and keeps its links, those of others fade. Read a click with
    `picked`. A graph without segments gives a sentence.
    """
    paint = theme(dark=dark)
    if not segments(graph):
        return nothing(_("This chain has no segments yet."), paint)
    wide = _look(graph, positions, paint, narrow=False, chosen=selected)
    narrow = _look(graph, narrow_positions, paint, narrow=True, chosen=selected)
    return screens(
        _common(graph, positions, paint),
        _wide(graph, positions, wide),
        _narrow(graph, narrow_positions, narrow),
    )


def panorama_words(graph: Graph) -> str:
    """The panorama in one sentence, for screen readers (`alt`)."""
    found = segments(graph)
    missing = [data["name"] for data in found.values() if data["gap"]]
    return _(
        "{chain}: {segments} segments; without a local firm: {gaps}",
        chain=graph.nodes["chain"]["name"],
        segments=len(found),
        gaps=", ".join(missing) or "0",
    )
