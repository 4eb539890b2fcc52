"""Betweenness: how many shortest ways along the arrows of a network pass through a node."""

from concurrent.futures import ThreadPoolExecutor
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from chains.network.compiled import compiled
from chains.network.neighbours import Nodes, nodes, rows

SMALL = 1_500  # nodes with customers up to which every one is a source, so that nothing is sampled
WORKERS = 2

Values: TypeAlias = NDArray[np.float64]
Short: TypeAlias = NDArray[np.int32]
Rows: TypeAlias = tuple[Nodes, Short]


@compiled
def _reached(source: int, rows: Rows, line: Short, far: Short, ways: Values) -> int:
    """Fill in how far each node is from the source and by how many ways; how many were reached."""
    start, near = rows
    line[0], length, place = source, 1, 0
    far[source], ways[source] = 0, 1.0
    while place < length:
        node = line[place]
        place += 1
        for edge in range(start[node], start[node + 1]):
            other = near[edge]
            if far[other] < 0:
                far[other] = far[node] + 1
                line[length] = other
                length += 1
            if far[other] == far[node] + 1:
                ways[other] += ways[node]
    return length


@compiled
def _onward(node: int, rows: Rows, far: Short, ways: Values, passed: Values) -> float:
    """What passes through a node, when that of all nodes behind it is known."""
    start, near = rows
    found = 0.0
    for edge in range(start[node], start[node + 1]):
        other = near[edge]
        if far[other] == far[node] + 1:
            found += ways[node] / ways[other] * (1.0 + passed[other])
    return found


@compiled
def _passed(rows: Rows, sources: Nodes) -> tuple[Values, Values]:
    """The sum and the sum of squares, over the sources, of what passes through each node."""
    n = len(rows[0]) - 1
    total, squares = np.zeros(n), np.zeros(n)
    far, ways, passed = np.full(n, -1, np.int32), np.zeros(n), np.zeros(n)
    line = np.empty(n, np.int32)
    for source in sources:
        length = _reached(source, rows, line, far, ways)
        for place in range(length - 1, 0, -1):
            node = line[place]
            passed[node] = _onward(node, rows, far, ways, passed)
            total[node] += passed[node]
            squares[node] += passed[node] ** 2
        for place in range(length):
            node = line[place]
            far[node], ways[node], passed[node] = -1, 0.0, 0.0
    return total, squares


def _simple(
    supplier: NDArray[np.integer], customer: NDArray[np.integer], n: int
) -> tuple[Nodes, Nodes]:
    """The edges once each, without self-loops."""
    pair = np.unique(nodes(supplier) * n + nodes(customer))
    one, other = pair // max(n, 1), pair % max(n, 1)
    kept = one != other
    return one[kept], other[kept]


def _shared(customers: Rows, sources: Nodes) -> tuple[Values, Values]:
    """What passes, each half of the sources in a thread of its own: the loop holds no lock."""
    halves = np.array_split(sources, WORKERS)
    with ThreadPoolExecutor(WORKERS) as workers:
        found = list(workers.map(lambda half: _passed(customers, half), halves))
    return (
        np.sum([total for total, _squares in found], axis=0),
        np.sum([squares for _total, squares in found], axis=0),
    )


def betweenness(
    supplier: NDArray[np.integer],
    customer: NDArray[np.integer],
    n: int,
    *,
    sources: int = 64,
    seed: int = 0,
) -> tuple[Values, Values]:
    """(betweenness, its standard error) of each node along the arrows, not normalised.

    b(v) = sum over s, t other than v of the share of the shortest ways from s to t that pass v
    (Freeman 1977), by Brandes (2001), Journal of Mathematical Sociology 25(2):163-177. Parallel
    edges count once, self-loops not at all. With more than SMALL nodes that lead anywhere,
    `sources` of these N are drawn (Brandes and Pich 2007): b = N times the mean x of what each
    source sends through v, standard error N sd(x) sqrt((1 - k/N) / k), which is rough for a node
    that few sources reach. With fewer nodes it is exact and the error 0. The same seed gives the
    same draw.
    """
    one, other = _simple(supplier, customer, n)
    start, near = rows(one, other, n)
    customers = (start, near.astype(np.int32))
    leading = np.flatnonzero(np.diff(start))
    everyone = len(leading)
    drawn = leading
    if everyone > max(SMALL, sources):
        drawn = np.sort(np.random.default_rng(seed).choice(leading, sources, replace=False))
    total, squares = _shared(customers, drawn)
    k = len(drawn)
    if k == everyone:
        return total, np.zeros(n)
    spread = np.maximum(squares - total**2 / k, 0.0) / max(k - 1, 1)
    return total * everyone / k, everyone * np.sqrt(spread * (1 - k / everyone) / k)
