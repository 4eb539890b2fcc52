"""The firms around one firm as an ECharts option: five columns, on a telephone one list."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from chains.errors import N_
from chains.figures import numbers
from chains.figures.around import bands, members
from chains.figures.options import Graph, Option, base, network, nothing, plane, rich, screens
from chains.figures.palette import LIGHTS, Theme, light, theme
from chains.figures.partners import View, depends, item, state
from chains.figures.picking import picked
from chains.figures.supply import links
from chains.i18n import _

SERIES = "ego"
ROW = {"wide": 52, "narrow": 26}  # pixels of a row
HEAD = 64  # pixels above the rows
INWARD = (0.4, 0.3, 0.0, -0.3, -0.4)  # of a column's width, so that names have room outside
SPINE = 0.16  # where the nodes of a telephone stand, across
STROKES = {
    N_("Declared or recorded"): "path://M0,8h40v5h-40Z",
    N_("Inferred"): "path://M0,8h9v5h-9Z M15,8h9v5h-9Z M31,8h9v5h-9Z",
}

Places = dict[str, tuple[float, float]]


def ego_network(
    graph: Graph, places: Places, narrow: Places, states: pd.DataFrame, *, dark: bool = False
) -> Option:
    """The ECharts option of a firm's surroundings, for `st.echarts_chart` with `on_select`.

    `states` has uscc, segment, light and output_ytd (万元) of the firms. Nodes are sized by
    output, links by money a year, both by area or root; a ring marks a partner that has more than
    half of a side's money. Read a click with `ego_picked`.
    """
    paint = theme(dark=dark)
    if len(graph) < 2:
        return nothing(_("No supply link of this firm with another local firm is known."), paint)
    rows = {str(row.uscc): row for row in states.itertuples(index=False)}
    shown = {node: (SPINE, y) for node, (_x, y) in narrow.items()}
    apart = {node: (x + INWARD[round(x)], y) for node, (x, y) in places.items()}
    wide = View(narrow=False, paint=paint, places=apart, states=rows)
    slim = View(narrow=True, paint=paint, places=shown, states=rows)
    return screens(_common(graph, wide), _wide(graph, wide), _narrow(graph, slim))


def ego_height(places: Places, narrow: Places) -> int:
    """The height in pixels at which the picture reads on both screens."""
    columns = [x for x, _y in places.values()]
    fullest = max((columns.count(x) for x in set(columns)), default=1)
    lowest = max((y for _x, y in narrow.values()), default=1.0) + 0.5
    return max(300, HEAD + fullest * ROW["wide"], 56 + round(lowest * ROW["narrow"]))


def ego_picked(selection: Mapping[str, Any] | None, graph: Graph) -> str | None:
    """The code of the firm that was clicked; None for a link, or for the gathered ones."""
    data = [{"id": node} for node in _ordered(graph)]
    node = picked(selection, {"series": [{"id": SERIES, "data": data}]})
    return graph.nodes[node]["uscc"] or None if node and node in graph else None


def ego_words(graph: Graph) -> str:
    """The picture in one sentence, for screen readers (`alt`)."""
    first: dict[int, str] = {}
    for _node, data in graph.nodes(data=True):
        first.setdefault(data["column"], data["name"])
    return _(
        "{firm}: {suppliers} local suppliers, the largest {supplier}; {customers} local customers, "
        "the largest {customer}",
        firm=first[0],
        suppliers=members(graph, -1),
        supplier=first.get(-1, numbers.DASH),
        customers=members(graph, 1),
        customer=first.get(1, numbers.DASH),
    )


def _ordered(graph: Graph) -> list[str]:
    """The nodes of both drawings: those of the telephone's come first, so that places agree."""
    return sorted(graph, key=lambda node: abs(graph.nodes[node]["column"]))


def _series(graph: Graph, view: View) -> Option:
    nodes = [node for node in _ordered(graph) if node in view.places]
    data = [item(node, dict(graph.nodes[node]), view) for node in nodes]
    return {"id": SERIES, "data": data, "links": links(graph, view, set(nodes))}


def _wide(graph: Graph, view: View) -> Option:
    grid = {"left": 2, "right": 2, "top": HEAD - 30, "bottom": 4}
    return {
        "legend": {"right": 8, "top": 2, "left": "auto", "itemGap": 18},
        **plane((-0.5, 4.5), (-0.1, 1.02), grid),
        "series": [bands(graph, view), _series(graph, view)],
    }


def _narrow(graph: Graph, view: View) -> Option:
    lowest = max(y for _x, y in view.places.values()) + 0.6
    grid = {"left": 2, "right": 2, "top": 50, "bottom": 4}
    return {
        "legend": {"left": "center", "right": "auto", "top": 0, "itemGap": 8},
        **plane((0.0, 1.0), (0.0, lowest), grid),
        "series": [bands(graph, view), _series(graph, view)],
    }


def _common(graph: Graph, view: View) -> Option:
    entries = _keys(graph, view)
    words = {"color": view.paint.ink, "fontSize": 13}
    legend = {"data": entries, "itemWidth": 16, "itemHeight": 14, "selectedMode": False}
    drawn = network(SERIES, (entry["name"] for entry in entries))
    series = [bands(graph, view), drawn | _style(view.paint)]
    return base(view.paint) | {"legend": legend | {"textStyle": words}, "series": series}


def _style(paint: Theme) -> Option:
    halo = {"textBorderColor": paint.tint, "textBorderWidth": 3}
    return {
        "edgeSymbol": ["none", "arrow"],
        "edgeSymbolSize": 6,
        "lineStyle": {"color": paint.link, "opacity": 0.8},
        "label": {"show": True, "distance": 6, "rich": rich(paint), **halo},
        "emphasis": {"focus": "adjacency", "blurScope": "series", "scale": 1.1},
        "blur": {"itemStyle": {"opacity": 0.25}, "lineStyle": {"opacity": 0.06}},
        "select": {"itemStyle": {"borderColor": paint.accent, "borderWidth": 5}},
    }


def _keys(graph: Graph, view: View) -> list[Option]:
    """The legend: the lights that are there, the ring, and the two strokes that are there."""
    nodes = [data for _n, data in graph.nodes(data=True) if data["kind"] == "firm"]
    present = {state(data["uscc"], view.states) for data in nodes}
    found = [_light(one, view.paint) for one in LIGHTS if one in present]
    if any(depends(data) for data in nodes):
        ring = {"color": view.paint.tint, "borderColor": view.paint.ring, "borderWidth": 3}
        found.append({"name": _("More than half"), "icon": "circle", "itemStyle": ring})
    kinds = {bool(edge["inferred"]) for _a, _b, edge in graph.edges(data=True)}
    for inferred, (word, icon) in enumerate(STROKES.items()):
        if bool(inferred) in kinds:
            style = {"color": view.paint.link, "borderWidth": 0}
            found.append({"name": _(word), "icon": icon, "itemStyle": style})
    return found


def _light(code: str, paint: Theme) -> Option:
    seen = light(code)
    style = {"color": seen.fill(paint), "borderColor": seen.edge(paint), "borderWidth": 1.5}
    return {"name": _(seen.word), "icon": seen.shape, "itemStyle": style}
