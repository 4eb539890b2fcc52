"""The way that a loss travels: a tree from the firms that stopped to those that lost most."""

import networkx as nx
import numpy as np

from chains.network.build import Graph
from chains.network.economy import Economy
from chains.network.esri import Cascade

SUPPLY, DEMAND = "supply", "demand"


def _chosen(economy: Economy, cascade: Cascade, limit: int) -> list[int]:
    """Firms by what they lose, each after the one that it lost by, as long as there is room."""
    lost = 1 - cascade.left
    hit = np.flatnonzero((cascade.step == 0) | ((cascade.step > 0) & ~economy.outside))
    order = hit[np.lexsort((hit, -lost[hit], -lost[hit] * economy.weight[hit]))]
    chosen: dict[int, None] = {}
    for firm in order.tolist():
        if len(chosen) >= limit:
            break
        way = [firm]
        while cascade.cause[way[-1]] >= 0:
            way.append(int(cascade.cause[way[-1]]))
        new = [one for one in reversed(way) if one not in chosen]
        if len(chosen) + len(new) <= limit:
            chosen.update(dict.fromkeys(new))
    return list(chosen)


def _values(economy: Economy, pairs: list[tuple[int, int]]) -> np.ndarray:
    """What the first of each pair sells to the second; links are sorted by both."""
    n = len(economy.firms)
    keys = economy.supplier.astype(np.int64) * n + economy.customer
    wanted = np.array([a * n + b for a, b in pairs], dtype=np.int64)
    return economy.value[np.searchsorted(keys, wanted)]


def travelled(economy: Economy, cascade: Cascade, limit: int = 60) -> Graph:
    """At most `limit` firms that lose most, each joined to the firm that its loss came from.

    Nodes are firms with `step` (0 for one that stopped) and `loss` (0 to 1). An edge leads from the
    cause to the firm that it hit: `kind` is "supply" (an input is missing) or "demand" (a customer
    is missing), `value` what is sold between the two in 万元 a year.
    """
    tree: Graph = nx.DiGraph()
    firms = _chosen(economy, cascade, limit)
    for firm in firms:
        loss = float(1 - cascade.left[firm])
        tree.add_node(economy.firms[firm], step=int(cascade.step[firm]), loss=loss)
    hit = [firm for firm in firms if cascade.cause[firm] >= 0]
    ways = [(int(cascade.cause[firm]), firm, bool(cascade.upward[firm])) for firm in hit]
    values = _values(economy, [(b, a) if upward else (a, b) for a, b, upward in ways])
    for (cause, firm, upward), value in zip(ways, values.tolist(), strict=True):
        kind = DEMAND if upward else SUPPLY
        tree.add_edge(economy.firms[cause], economy.firms[firm], kind=kind, value=value)
    return tree
