"""What the network costs: a shock, the index of every firm, and the same on a million firms.

`PYTHONPATH=. .venv/bin/python tests/bench/network.py` runs it alone.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from load import line

from chains.demo import build
from chains.network.economy import Economy
from chains.network.esri import at_risk, cascade
from chains.network.kernels import ranking as kernel
from chains.risk import Scenario, economies, outcomes
from chains.settings import HOME
from chains.store import Store, ready

SHOCK_MS, RANKING_SECONDS, RANKING_MB, MILLION_SHOCK_MS = 50, 60, 1000, 1000
FIRMS, LINKS, SECTORS = 1_000_000, 3_000_000, 700
ROUNDS, TOP = 5, 10


def seconds(work: Callable[[], Any]) -> float:
    """Seconds that the work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def measure(store: Store) -> None:
    """Print the rows of the city, then those of a million firms."""
    top = _ranking(store)
    edition = ready(store.open())
    try:
        city = economies.of(edition)
        _shocks(f"of {len(city.firms):,} firms, {len(city.value):,} links", city, top, SHOCK_MS)
        took = statistics.median(
            seconds(lambda one=firm: outcomes.run(edition, Scenario(firms=(one,)), city))
            for firm in top * ROUNDS
        )
        line("one shock, with chains, firms hit and path", 1000 * took, SHOCK_MS)
    finally:
        edition.close()
    line("ESRI of every firm, the loop itself", seconds(lambda: kernel(city)), RANKING_SECONDS, "s")
    _million()


def _ranking(store: Store) -> list[str]:
    """The command that ranks the city, start to end; who endangers most."""
    command = [sys.executable, "-m", "chains", "rank", "--top", str(TOP), "--json"]
    start = time.perf_counter()
    said = subprocess.run(
        [*command, "--store", str(store.root)], cwd=HOME, check=True, capture_output=True
    )
    line("ranking of every firm, the command", time.perf_counter() - start, RANKING_SECONDS, "s")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    line("ranking of every firm, memory (largest child so far)", peak, RANKING_MB, "MB")
    return [row["uscc"] for row in json.loads(said.stdout)]


def _shocks(what: str, city: Economy, firms: list[str], bound: float) -> None:
    """The first shock works out the channels as well; the others are those after it."""
    first = seconds(lambda: cascade(city, {firms[0]: 1.0}))
    line(f"first shock {what}", 1000 * first, bound * 20)
    took = [
        seconds(lambda one=firm: at_risk(city, cascade(city, {one: 1.0})))
        for firm in firms
        for _round in range(ROUNDS)
    ]
    line(f"one shock {what}", 1000 * statistics.median(took), bound)
    line("the slowest of them", 1000 * max(took), bound)


def _million() -> None:
    """Firms whose numbers of customers have a heavy tail."""
    city = million()
    largest = [city.firms[one] for one in np.argsort(-city.weight)[:3]]
    _shocks(f"of {FIRMS:,} firms, {len(city.value):,} links", city, largest, MILLION_SHOCK_MS)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{'memory of this process at its peak':<58}{peak:>9.0f} MB")


def million() -> Economy:
    """An economy by chance, the same every time."""
    chance = np.random.default_rng(0)
    supplier = (FIRMS * chance.random(LINKS) ** 3).astype(np.int64)
    customer = chance.integers(0, FIRMS, LINKS)
    pair = np.unique(supplier * FIRMS + customer)
    supplier, customer = (pair // FIRMS).astype(np.int32), (pair % FIRMS).astype(np.int32)
    value = chance.lognormal(3, 2, len(pair))
    return Economy(
        firms=tuple(f"{number:07}" for number in range(FIRMS)),
        sector=chance.integers(0, SECTORS, FIRMS).astype(np.int32),
        sectors=tuple(map(str, range(SECTORS))),
        supplier=supplier,
        customer=customer,
        value=value,
        weight=np.bincount(supplier, value, FIRMS).astype(np.float64),
        left_out={},
    )


def main() -> None:
    """Build the city and measure."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "city")
        build(store)
        os.environ["CHAINS_STORE"] = str(store.root)
        measure(store)


if __name__ == "__main__":
    main()
