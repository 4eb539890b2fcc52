"""The flows of a panorama as ECharts data: from where to where, how bent, how wide."""

import math
from typing import Any

from chains.figures import numbers
from chains.figures.bows import bows
from chains.figures.nodes import Look, Point
from chains.figures.options import Graph, Option
from chains.figures.palette import LIGHTS
from chains.figures.words import html, lines
from chains.i18n import _

WIDE_SCALE = (200.0, 560.0)  # pixels of one unit of the positions, about
NARROW_SCALE = (350.0, 64.0)
THIN, WIDE, WIDE_NARROW = 1.2, 7.0, 4.0  # pixels
FADED = 0.12


def _width(value: float | None, most: float, look: Look) -> float:
    """In pixels: the square root of the supply, so that small ones can still be seen."""
    widest = WIDE_NARROW if look.narrow else WIDE
    return round(THIN + (widest - THIN) * math.sqrt((value or 0.0) / most), 1)


def _stroke(a: Option, b: Option, edge: Option, most: float, look: Look) -> Option:
    """A flow from or to a gap is dashed, one without known supply dotted; danger has its colour."""
    if a["gap"] or b["gap"]:
        return {"type": "dashed", "color": look.paint.alarm, "width": 1.3}
    if edge["value"] is None:
        return {"type": "dotted", "width": 1.3}
    width = {"width": _width(edge["value"], most, look)}
    if a["light"] == "danger":
        return width | {"color": LIGHTS["danger"].fill(look.paint), "opacity": 0.5}
    return width


def _tooltip(a: Option, b: Option, edge: Option) -> str:
    rows = [_("{seller} → {buyer}", seller=a["name"], buyer=b["name"])]
    if edge["value"] is None:
        rows.append(_("No supply between their firms is known."))
    else:
        rows.append(_("Supply a year: {money}", money=numbers.money(edge["value"])))
    if edge["links"]:
        share = numbers.percent(edge["inferred"])
        count = numbers.count(edge["links"])
        rows.append(_("{count} supply links, {share} of them inferred", count=count, share=share))
    return lines(*map(html, rows))


def _link(graph: Graph, ends: tuple[str, str], bow: float, most: float, look: Look) -> Option:
    (a, b), edge = (graph.nodes[end] for end in ends), graph.edges[ends]
    style: dict[str, Any] = {"curveness": bow} | _stroke(a, b, edge, most, look)
    if look.selected in graph and look.selected not in ends:
        style["opacity"] = FADED
    tooltip = {"formatter": _tooltip(a, b, edge)}
    return {"source": ends[0], "target": ends[1], "lineStyle": style, "tooltip": tooltip}


def links(graph: Graph, places: dict[str, Point], look: Look) -> list[Option]:
    """The flows in the graph's order; those that do not touch the selected node fade."""
    edges = [(a, b) for a, b in graph.edges if a in places and b in places]
    most = max((graph.edges[edge]["value"] or 0.0 for edge in edges), default=0.0) or 1.0
    bent = bows(places, edges, NARROW_SCALE if look.narrow else WIDE_SCALE)
    return [_link(graph, edge, bow, most, look) for edge, bow in zip(edges, bent, strict=True)]
