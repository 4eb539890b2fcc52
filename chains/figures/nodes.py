"""The segments of a chain's panorama as ECharts data: size, light, rim, name, tooltip."""

import math
from dataclasses import dataclass
from typing import Any

from chains.errors import N_
from chains.figures import numbers
from chains.figures.options import Graph
from chains.figures.palette import LIGHTS, Theme, light
from chains.figures.words import folded, html, label, lines
from chains.i18n import _

STAGES = {
    "上游": N_("Upstream"),
    "中游": N_("Midstream"),
    "下游": N_("Downstream"),
    "配套": N_("Supporting"),
}
Point = tuple[float, float]
SIZES = ("firms", "output")
SMALLEST = 13
LETTERS = 8  # of a name on one line
SHARP = {"triangle": 1.2, "diamond": 1.15}  # shapes that fill less of their square


@dataclass(frozen=True)
class Look:
    """What one drawing of the nodes depends on: its room, its paper, its scale, what is chosen.

    `size` names what the areas stand for, and `most` is the largest of it.
    """

    narrow: bool
    paint: Theme
    selected: str | None
    biggest: float
    size: str
    most: float


def segments(graph: Graph) -> dict[str, dict[str, Any]]:
    """The segments among a graph's nodes, with their attributes."""
    return {node: data for node, data in graph.nodes(data=True) if data["kind"] == "segment"}


def measure(data: dict[str, Any], size: str) -> float:
    """What a segment's area stands for; nothing and what is below zero count as zero."""
    return max(data[size] or 0.0, 0.0)


def state(data: dict[str, Any]) -> str:
    """The name of the light under which a node is drawn and explained."""
    if data.get("gap"):
        return "gap"
    return data["light"] if data["light"] in LIGHTS else "not_reported"


def hanging(data: dict[str, Any]) -> str | None:
    """In words: on which firm a segment hangs, and why; None where it does not."""
    if data["hangs"] == "single":
        return _("Depends on one firm: {firm}", firm=data["largest"] or numbers.DASH)
    if data["hangs"] == "dominant":
        share = numbers.percent(data["share"])
        return _("{firm} makes {share} of the reported output", firm=data["largest"], share=share)
    return None


def _diameter(data: dict[str, Any], look: Look) -> float:
    """In pixels; the area stands for the measure, down to a size that can be hit."""
    full = look.biggest * math.sqrt(measure(data, look.size) / (look.most or 1))
    return round(max(full, SMALLEST) * SHARP.get(light(state(data)).shape, 1.0), 1)


def _rim(node: str, data: dict[str, Any], look: Look) -> dict[str, Any]:
    if node == look.selected:
        return {"borderColor": look.paint.accent, "borderWidth": 5}
    if data["gap"]:
        return {"borderColor": look.paint.alarm, "borderWidth": 2, "borderType": "dashed"}
    if data["hangs"]:
        return {"borderColor": look.paint.ring, "borderWidth": 4}
    return {"borderColor": light(data["light"]).edge(look.paint), "borderWidth": 1.5}


def _figure(data: dict[str, Any], look: Look) -> str:
    if data["gap"]:
        words = _("Gap")
        return f"{{g|{words}}}"
    said = numbers.count if look.size == "firms" else numbers.brief
    return f"{{c|{said(data[look.size])}}}"


def _caption(data: dict[str, Any], look: Look) -> str:
    """Name and figure, an essential one's name in bold; a gap has 缺口 in the figure's place."""
    style = "g" if data["gap"] else "e" if data["essential"] else "n"
    rows = folded(label(data["name"]), LETTERS)
    name = "\n".join(f"{{{style}|{row}}}" for row in rows)
    end = "\n" if look.narrow else " "
    return f"{name}{end}{_figure(data, look)}"


def _tooltip(data: dict[str, Any]) -> str:
    seen, stage = light(state(data)), STAGES[data["stage"]]
    rows = [
        html(data["name"]),
        html(_(stage)),
        f"{seen.mark} {html(_(seen.word))}",
        html(_("{count} firms", count=numbers.count(data["firms"]))),
        html(_("Output this year: {money}", money=numbers.money(data["output"]))),
    ]
    notes = [_("Essential segment")] if data["essential"] else []
    notes += filter(None, [hanging(data)])
    return lines(*rows, *map(html, notes))


def segment(node: str, data: dict[str, Any], look: Look) -> dict[str, Any]:
    """A segment: area for its size, colour and shape for its light, a rim for what is special."""
    seen = light(state(data))
    return {
        "name": data["name"],
        "symbol": seen.shape,
        "symbolSize": _diameter(data, look),
        "itemStyle": {"color": seen.fill(look.paint)} | _rim(node, data, look),
        "label": {"formatter": _caption(data, look)},
        "tooltip": {"formatter": _tooltip(data)},
    }
