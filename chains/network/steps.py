"""Which firms of a travelling loss are drawn, and where: a column, or a band, for each step."""

import math
from collections.abc import Mapping
from itertools import pairwise
from typing import Any, TypeAlias

import networkx as nx
import pandas as pd

Path: TypeAlias = "nx.DiGraph[str]"
Point = tuple[float, float]
Layers = list[list[str]]
Rank = tuple[bool, float, float, float, float]

PER_STEP = 10  # firms drawn of one step
FEW, FEWER, SHORT = 6, 3, 3  # the same on a telephone: up to so many steps, and beyond
MOST_STEPS = 7  # steps drawn, the first ones
PER_ROW = 3  # firms side by side on a telephone
HEADING = 0.45  # rows that a step's heading takes there


def money(data: Mapping[str, Any]) -> float:
    """What a firm of the path loses in 万元: of its output, or of its sales to firms if more."""
    known = (float(data[one]) for one in ("lost", "sales_lost") if data.get(one) is not None)
    return max((one for one in known if one > 0), default=0.0)


def priced(path: Path, firms: pd.DataFrame) -> Path:
    """The path with `lost` and `sales_lost` of a frame of firms (uscc) on its nodes."""
    full = path.copy()
    rows = firms[firms["uscc"].isin(list(path))]
    for uscc, lost, sales in rows[["uscc", "lost", "sales_lost"]].itertuples(index=False):
        full.nodes[uscc].update(lost=float(lost), sales_lost=float(sales))
    return full


def _causes(path: Path) -> dict[str, str]:
    """Each firm's one cause, of an earlier step; a firm that stopped by itself has none."""
    step = nx.get_node_attributes(path, "step")
    found = ((end, start) for start, end in sorted(path.edges) if step[start] < step[end])
    return dict(found)


def _carried(path: Path, causes: Mapping[str, str]) -> dict[str, Rank]:
    """The largest loss of each firm and of all that it passed a loss on to.

    First come those on the way to the largest loss of a step, so that every step is seen; of what
    stopped, what others lose by it counts before its own loss.
    """
    own = {firm: (money(data), float(data["loss"])) for firm, data in path.nodes(data=True)}
    below = {firm: own[firm] if path.nodes[firm]["step"] else (-1.0, 0.0) for firm in path}
    for firm in sorted(causes, key=lambda one: -int(path.nodes[one]["step"])):
        below[causes[firm]] = max(below[causes[firm]], below[firm])
    largest: dict[int, str] = {}
    for firm in sorted(path, key=lambda one: (below[one], one)):
        largest[int(path.nodes[firm]["step"])] = firm
    first = {one for firm in largest.values() for one in _way(firm, causes)}
    return {firm: (firm in first, *below[firm], *own[firm]) for firm in path}


def _way(firm: str, causes: Mapping[str, str]) -> list[str]:
    """A firm and all by whom its loss came."""
    way = [firm]
    while way[-1] in causes:
        way.append(causes[way[-1]])
    return way


def layers(path: Path, *, per_step: int = PER_STEP, most: int = MOST_STEPS) -> Layers:
    """The firms to draw, a list for each step in order: those on the way to the largest losses.

    Nodes have `step` (0 for what stopped) and `loss` (a share), perhaps money as `priced` gives it.
    Nobody is drawn without the firm that passed the loss on, and no two ways cross.
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
        largest = sorted(sorted(members), key=carried.__getitem__, reverse=True)[:per_step]
        rank = {firm: place for place, firm in enumerate(largest)}
        largest.sort(key=lambda firm: (above.get(causes.get(firm, ""), len(above)), rank[firm]))
        found.append(largest)
    return [layer for layer in found if layer]


def few(path: Path, drawn: Layers) -> Layers:
    """Of the firms drawn those for which a telephone has room, chosen in the same way."""
    shown = path.subgraph(firm for layer in drawn for firm in layer)
    return layers(shown, per_step=FEW if len(drawn) <= SHORT else FEWER)


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
