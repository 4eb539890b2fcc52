"""A network as two arrays: whom each node leads to, one node after another (rows of a CSR)."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from chains.network.compiled import compiled

Nodes: TypeAlias = NDArray[np.int64]


@compiled
def rows(source: Nodes, target: Nodes, n: int) -> tuple[Nodes, Nodes]:
    """(start, near): the targets of node i are near[start[i]:start[i + 1]], in the order given."""
    start = np.zeros(n + 1, np.int64)
    for node in source:
        start[node + 1] += 1
    for node in range(n):
        start[node + 1] += start[node]
    place = start[:-1].copy()
    near = np.empty(len(source), np.int64)
    for edge in range(len(source)):
        near[place[source[edge]]] = target[edge]
        place[source[edge]] += 1
    return start, near


def nodes(values: NDArray[np.integer]) -> Nodes:
    """Numbers of nodes as the compiled loops take them."""
    return np.ascontiguousarray(values, dtype=np.int64)
