"""Concentration: how few hold how much of a segment's output, or of what a buyer buys."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from chains.errors import N_

Values: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True)
class Cutoffs:
    """From which HHI on a market counts as moderately or highly concentrated, and by whom."""

    source: str
    moderate: float
    high: float


CUTOFFS = {
    "us-2023": Cutoffs(N_("US merger guidelines of 2023"), 1000, 1800),
    "us-2010": Cutoffs(N_("US merger guidelines of 2010"), 1500, 2500),
}
IN_FORCE = CUTOFFS["us-2023"]


def _shares(value: Values, group: NDArray[np.integer], n: int) -> Values:
    """The share of each value in the sum of its group; what is not positive has none."""
    held = np.where(value > 0, value, 0.0)
    total = np.bincount(group, held, n)[group]
    shares: Values = np.divide(held, total, out=np.zeros(len(held)), where=total > 0)
    return shares


def hhi(value: Values, group: NDArray[np.integer], n: int) -> Values:
    """The Herfindahl-Hirschman index of each of n groups, 0 to 10000; NaN for a group of nothing.

    HHI = sum of s_i^2, s_i in percent of the group's sum (Herfindahl 1950, Hirschman 1964). A value
    that is missing, zero or negative has no share. Values of one holder are to be summed before.
    """
    found = np.bincount(group, (100 * _shares(value, group, n)) ** 2, n)
    return np.where(found > 0, found, np.nan)


def largest(value: Values, group: NDArray[np.integer], n: int) -> Values:
    """The largest holder's share of each of n groups, 0 to 1 (CR1); NaN for a group of nothing."""
    found = np.zeros(n)
    np.maximum.at(found, group, _shares(value, group, n))
    return np.where(found > 0, found, np.nan)


def grade(index: float, cutoffs: Cutoffs = IN_FORCE) -> str:
    """`high` above the upper cut-off, `moderate` from the lower one on, else `low`.

    As the guidelines have it ("greater than 1,800 are highly concentrated"). Without an index the
    answer is `unknown`.
    """
    if np.isnan(index):
        return "unknown"
    if index > cutoffs.high:
        return "high"
    return "moderate" if index >= cutoffs.moderate else "low"
