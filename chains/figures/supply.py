"""The links of an ego network as ECharts data: strokes by money and source, and their records."""

import math
from collections.abc import Collection
from typing import Any

from chains import schema
from chains.figures import numbers
from chains.figures.options import Graph, Option
from chains.figures.partners import View
from chains.figures.words import html, lines, short
from chains.i18n import _

THINNEST, THICKEST = 1.2, 9.0  # pixels of a link
THIN = 4.0  # of one between two partners
RECORDS = 6  # of one link in its tooltip


def links(graph: Graph, view: View, drawn: Collection[str]) -> list[Option]:
    """The links between the nodes that are drawn, their width by money; inferred ones dashed."""
    single = [edge["value"] for ends, edge in graph.edges.items() if _alone(graph, ends)]
    most = max(single, default=0.0)
    return [
        _link(graph, (start, end), most, view)
        for start, end in graph.edges
        if start in drawn and end in drawn
    ]


def _alone(graph: Graph, ends: tuple[str, str]) -> bool:
    """Whether a link is one firm's; what the gathered ones have together would dwarf the others."""
    return all(graph.nodes[end]["kind"] == "firm" for end in ends)


def _link(graph: Graph, ends: tuple[str, str], most: float, view: View) -> Option:
    edge = graph.edges[ends]
    share = min(edge["value"] / most, 1.0) if most else 0.0
    width = THINNEST + (THICKEST - THINNEST) * math.sqrt(share)
    style: Option = {"width": round(width, 1)}
    if abs(graph.nodes[ends[0]]["column"] + graph.nodes[ends[1]]["column"]) > 1:
        style = {"width": round(min(width, THIN), 1), "opacity": 0.5}  # it passes behind names
    if edge["inferred"]:
        style |= {"type": "dashed", "opacity": 0.5}
    if view.narrow:
        style["curveness"] = -0.32
    names = [graph.nodes[end]["name"] or _("More firms") for end in ends]
    title = html(" → ".join(short(name) for name in names))
    return {
        "source": ends[0],
        "target": ends[1],
        "lineStyle": style,
        "tooltip": {"formatter": lines(title, *_records(edge["links"]))},
    }


def _records(found: list[dict[str, Any]]) -> list[str]:
    """What each record of a link says, the largest first."""
    ranked = sorted(found, key=lambda one: -(one["value"] or 0.0))
    rows = [html(_record(one)) for one in ranked[:RECORDS]]
    more = len(ranked) - RECORDS
    return [*rows, html(_("and {count} more", count=numbers.count(more)))] if more > 0 else rows


def _record(one: dict[str, Any]) -> str:
    source = schema.dataset("supply_link").field("source").choice(one["source"])
    return _(
        "{product}: {money} in {year}; {source}, confidence {confidence}",
        product=one["product"],
        money=numbers.money(one["value"]),
        year=one["year"],
        source=source,
        confidence=f"{one['confidence']:.2f}",
    )
