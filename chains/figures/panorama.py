"""A chain's panorama as an ECharts option: its segments from upstream to downstream, its flows."""

import math
from collections import Counter
from typing import Any

from chains.figures.flows import links
from chains.figures.legend import keys
from chains.figures.nodes import SIZES, Look, Point, measure, segment, segments
from chains.figures.options import Graph, Option, base, network, nothing, plane, rich, screens
from chains.figures.palette import Theme, theme
from chains.figures.stages import BOTTOM, TOP, bands
from chains.figures.title import NARROW_TITLE, WIDE_TITLE, title
from chains.i18n import _

Places = dict[str, Point]

HEIGHT = 720
ROW = 64  # pixels of a row on a narrow screen
COLUMN_ROW = 58  # pixels of a segment in a column
HEAD, FOOT = 66, 62  # pixels of the title and of the legend
NARROW_HEAD, NARROW_FOOT = 92, 84


def _fullest(places: Places) -> int:
    """Segments in the fullest column of a wide drawing."""
    return max(Counter(math.floor(x) for x, _y in places.values()).values(), default=1)


def panorama_height(positions: Places, narrow_positions: Places) -> int:
    """The height in pixels at which the panorama reads both on a telephone and on a projector."""
    rows = max((y for _x, y in narrow_positions.values()), default=0) + 0.7
    narrow = rows * ROW + NARROW_HEAD + NARROW_FOOT
    column = _fullest(positions) * COLUMN_ROW + HEAD + FOOT + 70
    return max(HEIGHT, math.ceil(narrow), column)


def _look(
    graph: Graph, places: Places, paint: Theme, *, narrow: bool, chosen: str | None, size: str
) -> Look:
    """The room for a node follows from the fullest column."""
    most = max((measure(data, size) for data in segments(graph).values()), default=0.0)
    biggest = 30.0 if narrow else min(48.0, max(20.0, 600 / _fullest(places) - 26))
    return Look(narrow, paint, chosen, biggest, size, most)


def _network(graph: Graph, places: Places, look: Look) -> Option:
    data = [
        {"id": node, "value": list(places[node]), **segment(node, found, look)}
        for node, found in segments(graph).items()
    ]
    return {"id": "network", "data": data, "links": links(graph, places, look)}


def _style(paint: Theme) -> Option:
    """What the network looks like on all screens."""
    halo = {"textBorderColor": paint.tint, "textBorderWidth": 3, "borderRadius": 4}
    ground = {"backgroundColor": f"{paint.tint}C0", "padding": [0, 2]}
    return {
        "edgeSymbol": ["none", "arrow"],
        "edgeSymbolSize": 9,
        "lineStyle": {"color": paint.link, "width": 1.6, "opacity": 0.6},
        "label": {"show": True, "position": "bottom", "distance": 4, "rich": rich(paint)}
        | halo
        | ground,
        "emphasis": {
            "focus": "adjacency",
            "blurScope": "series",
            "scale": 1.1,
            "lineStyle": {"opacity": 1},
        },
        "blur": {"itemStyle": {"opacity": 0.25}, "lineStyle": {"opacity": 0.06}},
        "select": {"itemStyle": {"borderColor": paint.accent, "borderWidth": 5}},
    }


def _common(graph: Graph, places: Places, paint: Theme) -> Option:
    """What both drawings share; the bands too, which ECharts does not add to a series later."""
    entries = keys(graph, paint)
    drawn = network("network", (entry["name"] for entry in entries))
    legend: dict[str, Any] = {
        "data": entries,
        "left": "center",
        "bottom": 4,
        "itemWidth": 14,
        "itemHeight": 14,
        "selectedMode": False,
        "textStyle": {"color": paint.ink, "fontSize": 13},
    }
    series = [bands(graph, places, paint, narrow=False), drawn | _style(paint)]
    return base(paint) | {"title": title(graph, paint), "legend": legend, "series": series}


def _wide(graph: Graph, places: Places, look: Look) -> Option:
    right = max(math.floor(x) + 1 for x, _y in places.values())
    grid = {"left": 2, "right": 2, "top": HEAD, "bottom": FOOT}
    return {
        "title": {"subtextStyle": {"width": WIDE_TITLE}},
        "legend": {"itemGap": 22},
        **plane((0.0, float(right)), (TOP, BOTTOM), grid),
        "series": [bands(graph, places, look.paint, narrow=False), _network(graph, places, look)],
    }


def _narrow(graph: Graph, places: Places, look: Look) -> Option:
    bottom = max(y for _x, y in places.values()) + 0.68
    grid = {"left": 2, "right": 2, "top": NARROW_HEAD, "bottom": NARROW_FOOT}
    return {
        "title": {"subtextStyle": {"width": NARROW_TITLE}},
        "legend": {"itemGap": 10},
        **plane((0.0, 1.0), (0.0, bottom), grid),
        "series": [bands(graph, places, look.paint, narrow=True), _network(graph, places, look)],
    }


def panorama(
    graph: Graph,
    positions: Places,
    narrow_positions: Places,
    *,
    selected: str | None = None,
    size: str = "firms",
    dark: bool = False,
) -> Option:
    """The ECharts option of one chain, for `st.echarts_chart` with `on_select`.

    Holds both drawings, for wide screens and for telephones; the chart's own width decides. The
    areas stand for `size`, "firms" or "output"; no place depends on it. The selected segment has a
    ring and keeps its links, those of others fade. Read a click with `picked`. A graph without
    segments gives a sentence.
    """
    paint = theme(dark=dark)
    if not segments(graph):
        return nothing(_("This chain has no segments yet."), paint)
    size = size if size in SIZES else SIZES[0]
    wide = _look(graph, positions, paint, narrow=False, chosen=selected, size=size)
    narrow = _look(graph, narrow_positions, paint, narrow=True, chosen=selected, size=size)
    return screens(
        _common(graph, positions, paint),
        _wide(graph, positions, wide),
        _narrow(graph, narrow_positions, narrow),
    )


def panorama_words(graph: Graph) -> str:
    """What is missing and what hangs on one firm, for screen readers (`alt`)."""
    found = segments(graph).values()
    return _(
        "{chain}: {segments} segments; without a local firm: {gaps}; on one firm: {alone}",
        chain=graph.nodes["chain"]["name"],
        segments=len(found),
        gaps=_(", ").join(data["name"] for data in found if data["gap"]) or "0",
        alone=_(", ").join(data["name"] for data in found if data["hangs"]) or "0",
    )
