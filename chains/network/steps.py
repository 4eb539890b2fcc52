"""Which firms of a travelling loss are drawn, and where: a column, or a band, for each step."""

import math
from collections.abc import Mapping
from itertools import pairwise
from typing import Any, TypeAlias

import networkx as nx

Path: TypeAlias = "nx.DiGraph[str]"
Point = tuple[float, float]
Layers = list[list[str]]

PER_STEP = 10  # firms drawn of one step
MOST_STEPS = 7  # steps drawn, the first ones
PER_ROW = 3  # firms side by side on a telephone
HEADING = 0.6  # rows that a step's heading takes there


def _weight(data: Mapping[str, Any]) -> float:
    """What a firm loses in money, or its share where no money is known."""
    lost = data.get("lost")
    return float(data.get("loss", 0.0) if lost is None or math.isnan(lost) else lost)


def _causes(path: Path) -> dict[str, str]:
    """Each firm's one cause, of an earlier step; a firm that stopped by itself has none."""
    step = nx.get_node_attributes(path, "step")
    found = ((end, start) for start, end in sorted(path.edges) if step[start] < step[end])
    return dict(found)


def _carried(path: Path, causes: Mapping[str, str]) -> dict[str, float]:
    """The largest loss of each firm and of all that it passed a loss on to."""
    carried = {firm: _weight(data) for firm, data in path.nodes(data=True)}
    for firm in sorted(causes, key=lambda one: -int(path.nodes[one]["step"])):
        carried[causes[firm]] = max(carried[causes[firm]], carried[firm])
    return carried


def layers(path: Path, *, per_step: int = PER_STEP, most: int = MOST_STEPS) -> Layers:
    """The firms to draw, a list for each step in order: those on the way to the largest losses.

    Nodes have `step` (0 for what stopped) and `loss` (a share) or `lost` (万元). Nobody is drawn
    without the firm that passed the loss on, and below it no two ways cross.
    """
    causes = _causes(path)
    carried = _carried(path, causes)
    steps = sorted({int(data["step"]) for _firm, data in path.nodes(data=True)})[:most]
    found: Layers = []
    for step in steps:
        above = {firm: place for place, firm in enumerate(found[-1])} if found else {}
        drawn = {firm for layer in found for firm in layer}
        members = [
            firm
            for firm, data in path.nodes(data=True)
            if data["step"] == step and (firm not in causes or causes[firm] in drawn)
        ]
        largest = sorted(members, key=lambda firm: (-carried[firm], firm))[:per_step]
        rank = {firm: place for place, firm in enumerate(largest)}
        largest.sort(key=lambda firm: (above.get(causes.get(firm, ""), len(above)), rank[firm]))
        found.append(largest)
    return [layer for layer in found if layer]


def ways(path: Path, drawn: Layers) -> list[tuple[str, str]]:
    """The ways of the loss between drawn firms, from each firm's cause to it, step by step."""
    causes = _causes(path)
    shown = {firm for layer in drawn for firm in layer}
    return [(causes[firm], firm) for layer in drawn for firm in layer if causes.get(firm) in shown]


def columns(drawn: Layers) -> dict[str, Point]:
    """Firm -> (x, y): x is the column, y from 0 to 1; a shorter column stands in the middle."""
    tallest = max((len(layer) for layer in drawn), default=1)
    return {
        firm: (column + 0.5, 0.5 + (place - (len(layer) - 1) / 2) / tallest)
        for column, layer in enumerate(drawn)
        for place, firm in enumerate(layer)
    }


def bands(drawn: Layers) -> tuple[dict[str, Point], list[tuple[float, float]]]:
    """Firm -> (x, y), x from 0 to 1, y counting rows; and where each step's band begins, ends."""
    places: dict[str, Point] = {}
    spans, top = [], 0.0
    for layer in drawn:
        count = math.ceil(len(layer) / PER_ROW)
        cuts = [round(i * len(layer) / count) for i in range(count + 1)]
        for row, (a, b) in enumerate(pairwise(cuts)):
            y = top + HEADING + row + 0.3
            places |= {firm: ((i + 0.5) / (b - a), y) for i, firm in enumerate(layer[a:b])}
        spans.append((top, top + HEADING + count))
        top += HEADING + count + 0.1
    return places, spans
