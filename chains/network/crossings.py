"""How many edges of a drawn graph cross."""

import numpy as np
from numpy.typing import NDArray

from chains.network.build import Graph

Point = tuple[float, float]


def _cross(p: NDArray[np.float64], q: NDArray[np.float64]) -> NDArray[np.float64]:
    return p[..., 0] * q[..., 1] - p[..., 1] * q[..., 0]


def _sides(start: NDArray[np.float64], end: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Row i, column j: whether the ends of segment j lie on different sides of the line i."""
    way = (end - start)[:, None]
    first, second = start[None] - start[:, None], end[None] - start[:, None]
    return _cross(way, first) * _cross(way, second) < -1e-12


def count(start: NDArray[np.float64], end: NDArray[np.float64]) -> int:
    """Pairs of straight segments that cross properly; a shared end is no crossing."""
    across = _sides(start, end)
    return int(np.count_nonzero(across & across.T)) // 2


def crossings(graph: Graph, places: dict[str, Point]) -> int:
    """How many pairs of edges cross when drawn straight; edges without a place are left out."""
    edges = [(places[a], places[b]) for a, b in graph.edges if a in places and b in places]
    ends = np.array(edges, dtype=float).reshape(-1, 2, 2)
    return count(ends[:, 0], ends[:, 1])
