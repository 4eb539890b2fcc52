"""Seeded draws and shares over numpy arrays; the same seed and name give the same numbers."""

import zlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Days = NDArray[np.datetime64]


def generator(seed: int, name: str) -> np.random.Generator:
    """A source of chance of its own for each part, so that one part never shifts another."""
    return np.random.default_rng([seed, zlib.crc32(name.encode())])


def apportion(total: int, weights: Floats) -> Ints:
    """Whole shares of a total in proportion to the weights, by largest remainder."""
    exact = total * weights / weights.sum()
    shares: Ints = np.floor(exact).astype(np.int64)
    missing = total - int(shares.sum())
    order = np.argsort(shares - exact, kind="stable")
    shares[order[:missing]] += 1
    return shares


def heavy(random: np.random.Generator, count: int, median: float, spread: float) -> Floats:
    """Heavy-tailed sizes: lognormal with that median and spread."""
    return random.lognormal(np.log(median), spread, count)


def sample(random: np.random.Generator, weights: Floats, count: int) -> Ints:
    """Different positions drawn in proportion to their weights; those of weight 0 never."""
    with np.errstate(divide="ignore"):
        keys = np.log(weights) + random.gumbel(size=len(weights))
    return np.argsort(-keys, kind="stable")[:count].astype(np.int64)


def weighted(random: np.random.Generator, weights: Floats, count: int) -> Ints:
    """Positions drawn with repetition in proportion to their weights."""
    edges = np.cumsum(weights)
    drawn: Ints = np.searchsorted(edges, random.random(count) * edges[-1], side="right")
    return drawn


def days(random: np.random.Generator, first: str, last: str, count: int) -> Days:
    """Days between two dates, both possible."""
    start = np.datetime64(first, "D")
    span = int((np.datetime64(last, "D") - start).astype(int)) + 1
    return start + random.integers(0, span, count)


def rake(values: Floats, wanted: list[tuple[Bools, float]], rounds: int = 400) -> Floats:
    """Scale values until each group's total is as wanted: iterative proportional fitting."""
    fitted = values.copy()
    for _round in range(rounds):
        for group, total in wanted:
            fitted[group] *= total / fitted[group].sum()
    return fitted


def among(random: np.random.Generator, mask: Any, count: int) -> Ints:
    """Different positions drawn evenly from those where the mask holds."""
    return random.permutation(np.flatnonzero(mask))[:count].astype(np.int64)
