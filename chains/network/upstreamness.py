"""Input-output position: how far from final use each sector stands, and how much it draws along."""

from typing import TypeAlias

import networkx as nx
import numpy as np
from numpy.typing import NDArray

Values: TypeAlias = NDArray[np.float64]

CLOSED = 1 - 1e-9  # a circle that keeps at least this share of what enters never lets go


def _endless(matrix: Values) -> NDArray[np.bool_]:
    """The rows whose rounds never die out: those of circles that keep all, and what leads there."""
    graph = nx.from_numpy_array(matrix, create_using=nx.DiGraph)
    found = np.zeros(len(matrix), np.bool_)
    for circle in nx.strongly_connected_components(graph):
        rows = np.array(sorted(circle))
        if np.abs(np.linalg.eigvals(matrix[np.ix_(rows, rows)])).max() >= CLOSED:
            found[[*rows, *nx.ancestors(graph, rows[0])]] = True
    return found


def _rounds(matrix: Values) -> Values:
    """(I - M)^(-1) 1 = 1 + M 1 + M^2 1 + ..., infinite where the sum is."""
    ends = ~_endless(matrix)
    found = np.full(len(matrix), np.inf)
    inside = matrix[np.ix_(ends, ends)]
    found[ends] = np.linalg.solve(np.eye(len(inside)) - inside, np.ones(len(inside)))
    return found


def _shares(flows: Values, output: Values) -> Values:
    return np.divide(flows, output, out=np.zeros_like(flows), where=output > 0)


def upstreamness(flows: Values, output: Values) -> Values:
    """How many stages lie between each sector and final use: 1 means that all is sold to it.

    U = (I - F)^(-1) 1 with F_ij = Z_ij / X_i, where flows[i, j] is what i sells to j and output[i]
    all that i makes, in the same unit: Antras, Chor, Fally and Hillberry (2012), American Economic
    Review 102(3):412-416. Cycles are allowed; where nothing ever reaches final use it is infinite.
    A sector without output sells nothing and has 1.
    """
    return _rounds(_shares(flows, output[:, None]))


def multiplier(flows: Values, output: Values) -> Values:
    """What all sectors together make for one unit of each sector's final use.

    The column sums of L = (I - A)^(-1) with A_ij = Z_ij / X_j (Leontief 1936; Miller and Blair
    2009, chapter 6); infinite where a circle of sectors uses up all that it makes.
    """
    return _rounds(_shares(flows, output[None, :]).T)
