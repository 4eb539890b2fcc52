"""The nodes of a chain's panorama as ECharts data: segments, the chain itself, its people."""

import math
from dataclasses import dataclass
from typing import Any

from chains.errors import N_
from chains.figures import numbers
from chains.figures.options import Graph
from chains.figures.palette import LIGHTS, Theme, light
from chains.figures.words import folded, html, label, lines
from chains.i18n import _

ROLES = {"chief": N_("Chief"), "department": N_("Department"), "liaison": N_("Liaison officer")}
STAGES = {
    "上游": N_("Upstream"),
    "中游": N_("Midstream"),
    "下游": N_("Downstream"),
    "配套": N_("Supporting"),
}
Point = tuple[float, float]
SMALLEST = 13
LETTERS = 8  # of a name on one line
SHARP = {"triangle": 1.2, "diamond": 1.15}  # shapes that fill less of their square


@dataclass(frozen=True)
class Look:
    """What one drawing of the nodes depends on: its room, its paper, and what is chosen."""

    narrow: bool
    paint: Theme
    selected: str | None
    biggest: float
    most: int


def segments(graph: Graph) -> dict[str, dict[str, Any]]:
    """The segments among a graph's nodes, with their attributes."""
    return {node: data for node, data in graph.nodes(data=True) if data["kind"] == "segment"}


def alone(data: dict[str, Any]) -> bool:
    """Whether an essential segment hangs on one firm."""
    return bool(data["essential"]) and data["firms"] == 1


def state(data: dict[str, Any]) -> str:
    """The name of the light under which a node is drawn and explained."""
    if data.get("gap"):
        return "gap"
    return data["light"] if data["light"] in LIGHTS else "not_reported"


def _diameter(data: dict[str, Any], look: Look) -> float:
    """In pixels; the area stands for the number of firms, down to a size that can be hit."""
    full = look.biggest * math.sqrt(data["firms"] / max(look.most, 1))
    return round(max(full, SMALLEST) * SHARP.get(light(state(data)).shape, 1.0), 1)


def _rim(node: str, data: dict[str, Any], look: Look) -> dict[str, Any]:
    if node == look.selected:
        return {"borderColor": look.paint.accent, "borderWidth": 5}
    if data["gap"]:
        return {"borderColor": look.paint.alarm, "borderWidth": 2, "borderType": "dashed"}
    if alone(data):
        return {"borderColor": look.paint.ring, "borderWidth": 4}
    return {"borderColor": light(data["light"]).edge(look.paint), "borderWidth": 1.5}


def _caption(data: dict[str, Any], look: Look) -> str:
    """Name and number of firms; 缺口 in the place of the number where there is none."""
    end = "\n" if look.narrow else " "
    style = "g" if data["gap"] else "n"
    gap = _("Gap")
    name = "\n".join(f"{{{style}|{line}}}" for line in folded(label(data["name"]), LETTERS))
    count = f"{{g|{gap}}}" if data["gap"] else f"{{c|{numbers.count(data['firms'])}}}"
    return f"{name}{end}{count}"


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
    notes += [_("Depends on one firm")] if alone(data) else []
    return lines(*rows, *map(html, notes))


def segment(node: str, data: dict[str, Any], look: Look) -> dict[str, Any]:
    """A segment: size for its firms, colour and shape for its light, a rim for what is special."""
    seen = light(state(data))
    return {
        "name": data["name"],
        "symbol": seen.shape,
        "symbolSize": _diameter(data, look),
        "itemStyle": {"color": seen.fill(look.paint)} | _rim(node, data, look),
        "label": {"formatter": _caption(data, look)},
        "tooltip": {"formatter": _tooltip(data)},
    }


def chain(data: dict[str, Any], look: Look) -> dict[str, Any]:
    """The chain itself, with its name and its firms."""
    seen = light(data["light"])
    firms = _("{count} firms", count=numbers.count(data["firms"])) if data["firms"] else ""
    rows = filter(None, [html(data["name"]), f"{seen.mark} {html(_(seen.word))}", html(firms)])
    return {
        "name": data["name"],
        "symbol": seen.shape,
        "symbolSize": 34 if look.narrow else 58,
        "itemStyle": {
            "color": seen.fill(look.paint),
            "borderColor": seen.edge(look.paint),
            "borderWidth": 2,
        },
        "label": {
            "formatter": f"{{h|{label(data['name'])}}}" + (f"\n{{c|{firms}}}" if firms else ""),
            "position": "right" if look.narrow else "bottom",
        },
        "tooltip": {"formatter": lines(*rows)},
    }


def person(data: dict[str, Any], look: Look) -> dict[str, Any]:
    """A card: role, name, position."""
    title, position = ROLES[data["role"]], data["position"]
    role = _(title)
    name, post = label(data["name"]), label(position)
    text = f"{{c|{role}}}\n{{b|{name}}}" + (f"\n{{c|{post}}}" if post else "")
    size = [112, 50] if look.narrow else [146, 66]
    rows = [html(data["name"]), html(role), html(position)]
    return {
        "name": data["name"],
        "symbol": "roundRect",
        "symbolSize": size,
        "itemStyle": {"color": look.paint.tint, "borderColor": look.paint.track, "borderWidth": 1},
        "label": {
            "formatter": text,
            "position": "inside",
            "width": size[0] - 6,
            "overflow": "truncate",
            "textBorderWidth": 0,
        },
        "tooltip": {"formatter": lines(*filter(None, rows))},
    }


def item(node: str, data: dict[str, Any], look: Look) -> dict[str, Any]:
    """A node of any kind."""
    if data["kind"] == "segment":
        return segment(node, data, look)
    return chain(data, look) if data["kind"] == "chain" else person(data, look)
