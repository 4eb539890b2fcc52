"""Firms that a loss has reached, as ECharts data: colour, shape and number say how hard."""

import math
from dataclasses import dataclass
from typing import Any

from chains.errors import N_
from chains.figures import numbers
from chains.figures.options import Graph, Option
from chains.figures.palette import LIGHTS, Theme
from chains.figures.words import clipped, folded, html, label, lines, short
from chains.i18n import _
from chains.network.steps import money

LETTERS, LINES = 8, 2  # of a name on a telephone
SMALLEST, BIGGEST, NARROW_BIGGEST = 15.0, 34.0, 26.0  # pixels
LINE = "path://M0 9h24v3H0z"
DASHES = "path://M0 9h6v3H0zM9 9h6v3H9zM18 9h6v3h-6z"


@dataclass(frozen=True)
class Grade:
    """How hard a firm is hit: from which share of its output on, and how that looks."""

    bound: float
    word: str
    light: str


@dataclass(frozen=True)
class Way:
    """How a loss comes: over which kind of link, and how that looks."""

    word: str
    dash: str
    symbol: str
    icon: str

    def colour(self, paint: Theme) -> str:
        """The stroke's colour on this paper."""
        return paint.alarm if self.dash == "solid" else paint.accent


GRADES = (
    Grade(0.5, N_("Loses half or more"), "danger"),
    Grade(0.1, N_("Loses a tenth or more"), "warning"),
    Grade(0.0, N_("Loses less than a tenth"), "steady"),
)
STOPPED = N_("Stopped")
WAYS = {
    "supply": Way(N_("Lacks a supplier"), "solid", "circle", LINE),
    "demand": Way(N_("Lacks a customer"), "dashed", "arrow", DASHES),
}


def grade(loss: float) -> Grade:
    """The grade of a loss, a share from 0 to 1."""
    return next((one for one in GRADES if loss >= one.bound), GRADES[-1])


def less(loss: float) -> str:
    """A loss for a label: `−46%`, with a decimal below ten per cent."""
    return f"−{loss * 100:.{0 if loss >= 0.0995 else 1}f}%"


def _look(data: dict[str, Any], paint: Theme) -> tuple[str, str, str]:
    """Shape, fill and rim."""
    if data["step"] == 0:
        return "rect", paint.ring, paint.ring
    seen = LIGHTS[grade(data["loss"]).light]
    return seen.shape, seen.fill(paint), seen.edge(paint)


def _diameter(graph: Graph, data: dict[str, Any], *, narrow: bool) -> float:
    """In pixels; the area stands for the money lost, down to a size that can be hit."""
    most = max((money(one) for _firm, one in graph.nodes(data=True)), default=0.0)
    full = NARROW_BIGGEST if narrow else BIGGEST
    return round(max(full * math.sqrt(money(data) / most) if most else 0.0, SMALLEST), 1)


def _caption(data: dict[str, Any], letters: int) -> str:
    """The loss, and under it the firm's name as people say it, on one line if it has letters."""
    name = clipped(label(short(str(data["name"]))), letters or LETTERS * LINES)
    rows = [name] if letters else folded(name, LETTERS)
    return "\n".join([f"{{g|{less(data['loss'])}}}", *(f"{{c|{row}}}" for row in rows)])


def _tooltip(graph: Graph, firm: str) -> str:
    data = graph.nodes[firm]
    rows = [html(str(data["name"]))]
    rows += [html(str(data["segment"]))] if data.get("segment") else []
    rows.append(html(_("Loses {share} of its output", share=numbers.percent(data["loss"]))))
    if (lost := money(data)) > 0:
        rows.append(html(_("At risk in money: {money}", money=numbers.money(lost))))
    for cause in graph.predecessors(firm):
        way = WAYS[graph.edges[cause, firm]["kind"]]
        name = str(graph.nodes[cause]["name"])
        rows.append(html(_("{way}: {name}", way=_(way.word), name=name)))
    return lines(*rows)


def item(graph: Graph, firm: str, paint: Theme, *, reached: bool, letters: int) -> Option:
    """A firm, its name on a line of so many letters (0: on two short ones, on a telephone).

    Before the loss has reached it, it is a pale dot without a word.
    """
    data = graph.nodes[firm]
    shape, fill, rim = _look(data, paint)
    size = _diameter(graph, data, narrow=not letters)
    if not reached:
        style = {"color": paint.track, "borderColor": paint.link, "borderWidth": 1}
        return {
            "name": str(data["name"]),
            "symbol": "circle",
            "symbolSize": size,
            "itemStyle": style,
            "label": {"show": False},
            "tooltip": {"formatter": html(_("Not reached yet"))},
        }
    return {
        "name": str(data["name"]),
        "symbol": shape,
        "symbolSize": size,
        "itemStyle": {"color": fill, "borderColor": rim, "borderWidth": 1.5},
        "label": {"show": True, "formatter": _caption(data, letters)},
        "tooltip": {"formatter": _tooltip(graph, firm)},
    }


def stroke(graph: Graph, start: str, end: str, paint: Theme) -> Option:
    """A way's line: colour and dash say over which kind of link, the width how hard it hits."""
    way = WAYS[graph.edges[start, end]["kind"]]
    loss = float(graph.nodes[end]["loss"])
    return {
        "color": way.colour(paint),
        "type": way.dash,
        "width": round(1.2 + 4 * math.sqrt(min(max(loss, 0.0), 1.0)), 1),
        "opacity": 0.75,
    }


def keys(
    graph: Graph, drawn: list[list[str]], ways: list[tuple[str, str]], paint: Theme
) -> list[Option]:
    """The legend's entries: the grades and the ways that are there, each with its word."""
    data = [graph.nodes[firm] for layer in drawn for firm in layer]
    found = []
    if any(one["step"] == 0 for one in data):
        found.append(_key(_(STOPPED), "rect", paint.ring))
    there = {grade(one["loss"]) for one in data if one["step"]}
    for one in (one for one in GRADES if one in there):
        seen = LIGHTS[one.light]
        found.append(_key(_(one.word), seen.shape, seen.fill(paint)))
    kinds = {graph.edges[way]["kind"] for way in ways}
    for kind, way in WAYS.items():
        if kind in kinds:
            found.append(_key(_(way.word), way.icon, way.colour(paint)))
    return found


def _key(name: str, icon: str, colour: str) -> Option:
    return {"name": name, "icon": icon, "itemStyle": {"color": colour}}
