"""What the measures of weakness cost: a chain, the city, a million firms; networkx beside them.

`PYTHONPATH=. .venv/bin/python tests/bench/metrics.py` runs it alone.
"""

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
from load import line
from network import million

from chains import queries
from chains.demo import build
from chains.network.betweenness import betweenness
from chains.network.concentration import hhi, largest
from chains.network.cuts import bridges, cut_points
from chains.network.economy import Economy
from chains.network.findings import findings
from chains.network.influence import influence
from chains.network.weakness import buyers, measures, ties
from chains.risk import economies
from chains.store import Edition, Store, ready

CHAIN_MS, CITY_MS, MILLION_SECONDS = 100, 2_000, 60
ROUNDS, SOURCES = 5, 64
CHAINS = ("weak_segments", "segment_outputs", "chain_links", "segment_supply")


def _clock(work: Callable[[], Any]) -> float:
    """Milliseconds that the work takes."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def measure(store: Store) -> None:
    """Print the rows of a chain, of the city beside networkx, and of a million firms."""
    edition = ready(store.open())
    try:
        for words, chain, bound in (("a chain", "C1", CHAIN_MS), ("all chains", None, CITY_MS)):
            frames = _frames(edition, chain)
            took = [_clock(lambda given=frames: _segments(*given)) for _round in range(ROUNDS)]
            line(f"weak points of {words}, from their frames", statistics.median(took), bound)
        city = economies.of(edition)
    finally:
        edition.close()
    _firms(city, "the city", CITY_MS / 1000)
    _beside(city)
    _firms(million(), "a million firms", MILLION_SECONDS)


def _frames(edition: Edition, chain: str | None) -> list[pd.DataFrame]:
    """What the questions of the page answer."""
    asked = (*CHAINS, "sole_suppliers", "buyer_suppliers")
    return [edition.fetch(queries.query(one), chain=chain) for one in asked]


def _segments(*frames: pd.DataFrame) -> None:
    """All that the page works out."""
    segments, outputs, flows, supply, soles, supplied = frames
    findings(measures(segments, outputs, flows, supply), soles)
    ties(segments, flows, supply)
    buyers(supplied)


def _works(city: Economy) -> dict[str, Callable[[], Any]]:
    """Every measure of the firms' network."""
    one, other, n = city.supplier, city.customer, len(city.firms)
    return {
        "HHI and largest supplier of every buyer": lambda: (
            hhi(city.value, other, n),
            largest(city.value, other, n),
        ),
        "cut points": lambda: cut_points(one, other, n),
        "bridges": lambda: bridges(one, other, n),
        f"betweenness, {SOURCES} sources": lambda: betweenness(one, other, n, sources=SOURCES),
        "influence": lambda: influence(one, other, city.value, n),
    }


def _firms(city: Economy, words: str, bound: float) -> None:
    """Each measure of the firms' network, and their sum; machine code is made before."""
    total = 0.0
    for name, work in _works(city).items():
        if len(city.firms) < 100_000:
            work()
        took = _clock(work)
        total += took
        print(f"{f'{name}, {words}':<58}{took:>9.0f} ms")
    line(f"all measures of {words}", total / 1000, bound, "s")


def _beside(city: Economy) -> None:
    """How many times as long networkx takes, its graphs made before."""
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(range(len(city.firms)))
    links = zip(city.customer.tolist(), city.supplier.tolist(), city.value.tolist(), strict=True)
    graph.add_weighted_edges_from(links)
    both, onward = graph.to_undirected(), graph.reverse()
    theirs: dict[str, Callable[[], Any]] = {
        "cut points": lambda: set(nx.articulation_points(both)),
        "bridges": lambda: set(nx.bridges(both)),
        f"betweenness, {SOURCES} sources": lambda: nx.betweenness_centrality(
            onward, SOURCES, normalized=False, seed=0
        ),
        "influence": lambda: nx.pagerank(graph, alpha=0.5, tol=1e-12 / len(city.firms)),
    }
    ours = _works(city)
    for name, work in theirs.items():
        ratio = _clock(work) / statistics.median(_clock(ours[name]) for _round in range(ROUNDS))
        print(f"{f'{name}: networkx takes':<58}{ratio:>9.0f} times as long")


def main() -> None:
    """Build the city and measure."""
    np.seterr(all="raise", under="ignore")
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "city")
        build(store)
        measure(store)


if __name__ == "__main__":
    main()
