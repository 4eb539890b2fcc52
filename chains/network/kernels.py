"""The index of every firm of an economy, each stopping alone."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeAlias

import numpy as np

from chains.network.channels import ALL_ESSENTIAL, channels
from chains.network.economy import Economy, Floats
from chains.network.rounds import part

Progress: TypeAlias = Callable[[int, int], object]

CHUNKS = 200  # parts of the work, after each of which progress is told


def ranking(
    economy: Economy,
    *,
    setting: str = ALL_ESSENTIAL,
    replaceability: bool = False,
    eps: float = 0.01,
    workers: int = 2,
    progress: Progress | None = None,
) -> Floats:
    """ESRI of each firm alone, as `esri.at_risk` of `esri.cascade` gives it for {firm: 1}.

    `progress` is told how many of how many firms are done.
    """
    n = len(economy.firms)
    made = channels(economy, setting)
    owners = np.arange(n, dtype=np.int32)
    ways = (
        (made.down_start, made.down_group, made.down_share, made.group_firm),
        (made.up_start, made.up_firm, made.up_share, owners),
    )
    whole = np.bincount(economy.sector, made.sales, len(economy.sectors))
    market = (economy.sector, made.sales, whole)
    parts = np.array_split(np.arange(n), min(CHUNKS, max(n, 1)))
    found, done = [], 0
    rule, weight = (replaceability, eps), economy.weight
    one = partial(part, ways=ways, market=market, weight=weight, rule=rule)
    with ThreadPoolExecutor(max(workers, 1)) as pool:
        for lost in pool.map(one, parts):
            found.append(lost)
            done += len(lost)
            if progress is not None:
                progress(done, n)
    total = economy.weight.sum()
    return np.concatenate(found) / total if total else np.zeros(n)
