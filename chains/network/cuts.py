"""Cut points and bridges of a network, its arrows read both ways."""

import numpy as np
from numpy.typing import NDArray

from chains.network.compiled import compiled
from chains.network.neighbours import Nodes, nodes, rows


@compiled
def _searched(start: Nodes, near: Nodes) -> tuple[Nodes, Nodes, Nodes]:
    """For each node its parent (-1 for a root), its number and its low point in a depth search."""
    n = len(start) - 1
    parent, number, low = np.full(n, -1), np.full(n, -1), np.empty(n, np.int64)
    path, edge = np.empty(n, np.int64), start[:-1].copy()
    count = 0
    for root in range(n):
        if number[root] >= 0:
            continue
        path[0], depth = root, 1
        number[root] = low[root] = count
        count += 1
        while depth:
            node = path[depth - 1]
            if edge[node] < start[node + 1]:
                other = near[edge[node]]
                edge[node] += 1
                if number[other] < 0:
                    number[other] = low[other] = count
                    count += 1
                    parent[other] = node
                    path[depth] = other
                    depth += 1
                elif other != parent[node]:
                    low[node] = min(low[node], number[other])
            else:
                depth -= 1
                if depth:
                    above = path[depth - 1]
                    low[above] = min(low[above], low[node])
    return parent, number, low


def _search(
    supplier: NDArray[np.integer], customer: NDArray[np.integer], n: int
) -> tuple[Nodes, Nodes, Nodes]:
    one, other = nodes(supplier), nodes(customer)
    start, near = rows(np.concatenate([one, other]), np.concatenate([other, one]), n)
    return _searched(start, near)


def cut_points(
    supplier: NDArray[np.integer], customer: NDArray[np.integer], n: int
) -> NDArray[np.bool_]:
    """Whether the network falls into more pieces without this node (articulation point).

    Arrows count both ways, parallel edges as one, self-loops not at all. Hopcroft and Tarjan
    (1973), Communications of the ACM 16(6):372-378: a node but the root of the depth search cuts if
    a child reaches nothing above it; a root cuts if it has two children. O(n + m).
    """
    parent, number, low = _search(supplier, customer, n)
    cuts = np.zeros(n, np.bool_)
    child = np.flatnonzero(parent >= 0)
    above = parent[child]
    held = (low[child] >= number[above]) & (parent[above] >= 0)
    cuts[above[held]] = True
    roots = np.bincount(above[parent[above] < 0], minlength=n)
    return cuts | (roots > 1)


def bridges(
    supplier: NDArray[np.integer], customer: NDArray[np.integer], n: int
) -> NDArray[np.bool_]:
    """Whether the network falls into more pieces without this edge, all its parallels gone with it.

    Arrows count both ways; every one of several parallel edges is marked, since together they are
    one tie; a self-loop is never one. Tarjan (1974), Information Processing Letters 2(6):160-161.
    """
    parent, number, low = _search(supplier, customer, n)
    held = np.flatnonzero(parent >= 0)
    held = held[low[held] > number[parent[held]]]
    below = np.zeros(n, np.bool_)
    below[held] = True
    down = below[customer] & (parent[customer] == supplier)
    up = below[supplier] & (parent[supplier] == customer)
    return np.asarray(down | up, dtype=np.bool_)
