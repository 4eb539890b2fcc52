"""What ties the chains of a city together, and which of the ties a picture can hold."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import networkx as nx
import pandas as pd

Pair = tuple[str, str]


@dataclass(frozen=True)
class Tie:
    """Two chains: `there` is what runs from start to end, `back` the other way.

    For supply both are 万元 a year and `links` counts both ways; start supplies more than it buys.
    For shared firms `there` and `links` are the number of firms, and `back` is 0.
    """

    start: str
    end: str
    there: float
    back: float
    links: int

    @property
    def total(self) -> float:
        """Both ways together."""
        return self.there + self.back


def _amount(value: Any) -> float:
    return 0.0 if pd.isna(value) or value < 0 else float(value)


def _supply(ways: dict[Pair, tuple[float, int]], pair: Pair) -> Tie:
    (there, links), (back, others) = (ways.get(way, (0.0, 0)) for way in (pair, pair[::-1]))
    start, end = pair if (there, pair) >= (back, pair[::-1]) else pair[::-1]
    return Tie(start, end, max(there, back), min(there, back), links + others)


def supply_ties(frame: pd.DataFrame) -> list[Tie]:
    """One tie a pair of chains between which firms supply each other, the strongest first.

    Columns: supplying_chain_id, buying_chain_id, links, annual_value (万元, may be missing).
    """
    columns = ["supplying_chain_id", "buying_chain_id", "annual_value", "links"]
    ways = {
        (str(a), str(b)): (_amount(value), int(links))
        for a, b, value, links in frame[columns].itertuples(index=False, name=None)
        if a != b
    }
    pairs = {(min(way), max(way)) for way in ways}
    return _ordered(_supply(ways, pair) for pair in pairs)


def shared_ties(frame: pd.DataFrame) -> list[Tie]:
    """One tie a pair of chains in which the same firms stand, the strongest first.

    Columns: chain_id, other_chain_id, shared_firms.
    """
    rows = frame[["chain_id", "other_chain_id", "shared_firms"]].itertuples(index=False, name=None)
    found = [(str(a), str(b), _amount(firms)) for a, b, firms in rows if a != b]
    return _ordered(Tie(a, b, firms, 0.0, int(firms)) for a, b, firms in found)


def _ordered(ties: Iterable[Tie]) -> list[Tie]:
    def strength(tie: Tie) -> tuple[float, int, str, str]:
        return (-tie.total, -tie.links, tie.start, tie.end)

    return sorted(ties, key=strength)


def backbone(ties: list[Tie], extra: int) -> list[Tie]:
    """The maximum spanning tree of the ties and the `extra` strongest of the others, in order.

    The tree (Kruskal 1956) keeps every chain that has a tie; trees with the strong links added are
    how the product space is drawn: Hidalgo, Klinger, Barabási, Hausmann (2007), Science 317:482.
    """
    graph: nx.Graph[str] = nx.Graph()
    for strength, tie in enumerate(reversed(_ordered(ties))):  # no two alike: one tree only
        graph.add_edge(tie.start, tie.end, weight=strength)
    tree = {frozenset(edge) for edge in nx.maximum_spanning_edges(graph, data=False)}
    others = [tie for tie in _ordered(ties) if frozenset((tie.start, tie.end)) not in tree]
    kept = tree | {frozenset((tie.start, tie.end)) for tie in others[:extra]}
    return [tie for tie in _ordered(ties) if frozenset((tie.start, tie.end)) in kept]
