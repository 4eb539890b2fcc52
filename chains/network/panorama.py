"""Where each segment of a chain's graph stands: the same graph gives the same places."""

import math
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import pairwise

import networkx as nx
import numpy as np

from chains.network.build import STAGES, Graph
from chains.network.crossings import Point, count

Layers = list[list[str]]
Place = Callable[[int, int, int], Point]  # layer, place in it, length of it -> point

LARGE_STAGE = 6  # more midstream segments than this stand in two columns
LONG_COLUMN = 9  # a column with more segments than this is staggered
STAGGER = 0.2
PER_ROW = 3
HEADING = 0.55  # rows that a stage's heading takes on a narrow screen
FIRST_COLUMN = 0.5
SWEEPS = 6


def _depths(graph: Graph, nodes: list[str]) -> dict[str, int]:
    """The longest path that leads to each node inside `nodes`; a cycle counts as one step."""
    folded = nx.condensation(graph.subgraph(nodes))
    depth: dict[int, int] = {}
    for group in nx.topological_sort(folded):
        depth[group] = 1 + max((depth[before] for before in folded.predecessors(group)), default=-1)
    return {node: depth[folded.graph["mapping"][node]] for node in nodes}


def _halves(graph: Graph, nodes: list[str]) -> Layers:
    """The nodes in two columns, cut between two depths where that leaves a third on each side."""
    depth = _depths(graph, nodes)
    ordered = sorted(nodes, key=depth.__getitem__)
    middle = len(ordered) // 2
    steps = [i for i in range(1, len(ordered)) if depth[ordered[i]] != depth[ordered[i - 1]]]
    cut = min(steps, key=lambda i: abs(i - middle), default=middle)
    cut = cut if min(cut, len(ordered) - cut) >= len(ordered) // 3 else middle
    return [ordered[:cut], ordered[cut:]]


def _stages(graph: Graph) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {stage: [] for stage in STAGES}
    for node, data in graph.nodes(data=True):
        if data["kind"] == "segment":
            found[data["stage"]].append(node)
    return {stage: nodes for stage, nodes in found.items() if nodes}


def _columns(graph: Graph) -> Layers:
    layers: Layers = []
    for stage, nodes in _stages(graph).items():
        split = stage == "中游" and len(nodes) > LARGE_STAGE
        layers += _halves(graph, nodes) if split else [nodes]
    return layers


def _rows(graph: Graph, nodes: list[str]) -> Layers:
    """A stage's nodes in rows of equal length, at most three in a row, along its flows."""
    ordered = sorted(nodes, key=_depths(graph, nodes).__getitem__)
    count = math.ceil(len(ordered) / PER_ROW)
    cuts = [round(i * len(ordered) / count) for i in range(count + 1)]
    return [ordered[a:b] for a, b in pairwise(cuts)]


def _column_place(layer: int, place: int, length: int) -> Point:
    shift = STAGGER * (-1 if place % 2 == 0 else 1) if length > LONG_COLUMN else 0.0
    return (FIRST_COLUMN + layer + shift, (place + 0.5) / length)


def _set(layers: Layers, place: Place) -> dict[str, Point]:
    return {
        node: place(number, i, len(layer))
        for number, layer in enumerate(layers)
        for i, node in enumerate(layer)
    }


def _swept(graph: Graph, layers: Layers, place: Place, along: int) -> Layers:
    """Each layer in turn sorted by the mean place of its nodes' neighbours (Sugiyama 1981)."""
    layers = [list(layer) for layer in layers]
    for number, layer in [*enumerate(layers), *reversed(list(enumerate(layers)))]:
        places = _set(layers, place)

        def mean(node: str, at: dict[str, Point] = places) -> float:
            near = [at[other][along] for other in nx.all_neighbors(graph, node)] or [
                at[node][along]
            ]
            return sum(near) / len(near)

        layers[number] = sorted(layer, key=mean)
    return layers


def _swaps(layers: Layers) -> Iterable[tuple[int, int]]:
    return ((number, i) for number, layer in enumerate(layers) for i in range(len(layer) - 1))


def _swapped(graph: Graph, layers: Layers, place: Place) -> tuple[int, Layers]:
    """Exchange neighbours in a layer as long as that removes a crossing."""
    layers = [list(layer) for layer in layers]
    places = _set(layers, place)
    row = {node: number for number, node in enumerate(places)}
    at = np.array(list(places.values()), dtype=float).reshape(-1, 2)
    starts, ends = np.array([(row[a], row[b]) for a, b in graph.edges], int).reshape(-1, 2).T
    best, better = count(at[starts], at[ends]), True
    while better and best:
        better = False
        for number, i in _swaps(layers):
            pair = [row[node] for node in layers[number][i : i + 2]]
            at[pair] = at[pair[::-1]]  # two nodes that change places change points
            found = count(at[starts], at[ends])
            if found < best:
                layers[number][i : i + 2] = layers[number][i : i + 2][::-1]
                best, better = found, True
            else:
                at[pair] = at[pair[::-1]]
    return best, layers


def _untangled(graph: Graph, layers: Layers, place: Place, along: int) -> dict[str, Point]:
    """The layers with as few crossings as sweeps and swaps find; never more than they came with."""
    flows = graph.subgraph(node for layer in layers for node in layer)
    found = [_swapped(flows, layers, place)]
    for _ in range(SWEEPS):
        layers = _swept(flows, layers, place, along)
        found.append(_swapped(flows, layers, place))
    return _set(min(found, key=lambda one: one[0])[1], place)


def _wide(graph: Graph) -> dict[str, Point]:
    return _untangled(graph, _columns(graph), _column_place, along=1)


def _narrow(graph: Graph) -> dict[str, Point]:
    """The stages one under another, each below its heading; y counts rows."""
    top, layers, heights = 0.25, [], []
    for nodes in _stages(graph).values():
        top += HEADING
        for row in _rows(graph, nodes):
            layers.append(row)
            heights.append(top)
            top += 1
    return _untangled(graph, layers, lambda row, i, n: ((i + 0.5) / n, heights[row]), along=0)


@lru_cache(maxsize=64)
def _placed(
    nodes: tuple[tuple[str, str], ...], edges: tuple[tuple[str, str], ...], *, narrow: bool
) -> dict[str, Point]:
    """The places of a graph of this shape, which seldom changes; names and sizes do not matter."""
    graph: Graph = nx.DiGraph()
    graph.add_nodes_from((node, {"kind": "segment", "stage": stage}) for node, stage in nodes)
    graph.add_edges_from(edges)
    return _narrow(graph) if narrow else _wide(graph)


def positions(graph: Graph, *, narrow: bool = False) -> dict[str, Point]:
    """Segment -> (x, y), y downwards. Wide: x counts columns, y is from 0 to 1.

    The columns are the stages; a large midstream stands in two, cut by the longest path. `narrow`
    is for a telephone: x is from 0 to 1, y counts rows, the stages stand one under another. Rows
    are ordered by barycentre sweeps and exchanges of neighbours. Only the segments' codes, their
    stages and their flows matter: not their order, not their sizes.
    """
    stages = nx.get_node_attributes(graph, "stage")
    edges = sorted((a, b) for a, b in graph.edges if a in stages and b in stages)
    return dict(_placed(tuple(sorted(stages.items())), tuple(edges), narrow=narrow))
