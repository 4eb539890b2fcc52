"""The links of a panorama as ECharts data: from where to where, how bent, in which stroke."""

from typing import Any

from chains.figures.bows import bows
from chains.figures.nodes import Look, Point
from chains.figures.options import Graph, Option
from chains.figures.palette import LIGHTS, Theme

WIDE_SCALE = (170.0, 600.0)  # pixels of one unit of the positions, about
NARROW_SCALE = (350.0, 64.0)


def _stroke(a: dict[str, Any], b: dict[str, Any], paint: Theme) -> Option:
    """A flow from or to a gap is dashed; one that leaves a segment in danger has its colour."""
    if a.get("gap") or b.get("gap"):
        return {"type": "dashed", "color": paint.alarm, "width": 1.3}
    if a.get("light") == "danger":
        return {"color": LIGHTS["danger"].fill(paint), "width": 2.2, "opacity": 0.5}
    return {}


def links(graph: Graph, places: dict[str, Point], look: Look) -> list[Option]:
    """The links in the graph's order; those that do not touch the selected node fade."""
    edges = list(graph.edges)
    bent = bows(places, edges, NARROW_SCALE if look.narrow else WIDE_SCALE)
    found = []
    for (start, end), bow in zip(edges, bent, strict=True):
        style = {"curveness": bow} | _stroke(graph.nodes[start], graph.nodes[end], look.paint)
        if look.selected in graph and look.selected not in (start, end):
            style["opacity"] = 0.25
        link: Option = {"source": start, "target": end, "lineStyle": style}
        if graph.edges[start, end]["kind"] == "answers":
            link["symbol"] = ["none", "none"]
        found.append(link)
    return found
