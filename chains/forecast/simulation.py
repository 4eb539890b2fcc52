"""Ranges from past errors: many possible years, each with one past year's common error in it.

An error is measured by the project's size: (total - expected) / the larger of plan and expected.
A year's common error is that of its sum; what a project's error has beyond its year's mean is its
own. A possible year takes one past year's common error for all projects, and for each project an
own error of any past project.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from chains.forecast.methods import Values
from chains.forecast.result import HIGH, LOW

DRAWS, SEED = 2000, 20221031
BLOCK, ROWS = 1000, 200  # projects sorted at a time, years drawn at a time: for the memory's sake


class Errors(NamedTuple):
    """The common error of each past year, and every project's own, as shares of its size."""

    common: Values
    own: Values


def sizes(plan: pd.Series, expected: pd.Series) -> Values:
    """By what a project's error is measured, in 万元: the larger of its plan and its forecast."""
    size: Values = np.fmax(plan.to_numpy(dtype=float), expected.to_numpy(dtype=float))
    return size


def errors(tested: pd.DataFrame, method: str) -> Errors:
    """The past errors of a method, years in order; projects without any size are left out."""
    size = sizes(tested["plan"], tested[method])
    known = tested.assign(size=size, error=tested["year_total"] - tested[method])[size > 0]
    by_year = known.groupby("year")
    sums = by_year[["error", "size"]].sum()
    relative = known["error"] / known["size"]
    own = relative - relative.groupby(known["year"]).transform("mean")
    return Errors((sums["error"] / sums["size"]).to_numpy(), own.to_numpy())


def drawn(done: Values, expected: Values, size: Values, past: Errors) -> NDArray[np.float32]:
    """Possible totals in 万元, one year a row and one project a column; never below what is done.

    The same every time: the years are drawn first, then the own errors, row by row.
    """
    chance = np.random.default_rng(SEED)
    years = chance.integers(0, len(past.common), DRAWS)
    own, common = past.own.astype(np.float32), past.common.astype(np.float32)[years]
    found = np.empty((len(done), DRAWS), dtype=np.float32).T  # a project's draws lie together
    for start in range(0, DRAWS, ROWS):
        part = found[start : start + ROWS]
        part[:] = own[chance.integers(0, len(own), part.shape, dtype=np.int32)]
        part += common[start : start + ROWS, None]
        part *= size.astype(np.float32)
        part += expected.astype(np.float32)
        np.maximum(part, done.astype(np.float32), out=part)
    return found


def ranges(draws: NDArray[np.float32], expected: Values) -> tuple[Values, Values]:
    """Each project's low and high in 万元, which hold what is expected."""
    low, high = np.empty(len(expected)), np.empty(len(expected))
    for start in range(0, len(expected), BLOCK):
        part = slice(start, start + BLOCK)
        low[part], high[part] = np.quantile(draws[:, part], (LOW, HIGH), axis=0)
    return np.minimum(low, expected), np.maximum(high, expected)


def coverage(tested: pd.DataFrame, method: str) -> float:
    """The share of past projects whose year ended within the range that the other years give.

    NaN with fewer than two years; about eight in ten where the ranges are honest.
    """
    years = sorted(tested["year"].unique())
    if len(years) < 2:
        return float("nan")
    held = [_held(tested[tested["year"] == y], tested[tested["year"] != y], method) for y in years]
    return float(np.concatenate(held).mean())


def _held(rows: pd.DataFrame, others: pd.DataFrame, method: str) -> NDArray[np.bool_]:
    """Whether each row ended within the range from the errors of the others."""
    past = errors(others, method)
    low, high = np.quantile(past.common[:, None] + past.own, (LOW, HIGH))
    expected, total = rows[method].to_numpy(), rows["year_total"].to_numpy()
    done, size = rows["invested_ytd"].to_numpy(), sizes(rows["plan"], rows[method])
    below = np.minimum(np.maximum(expected + low * size, done), expected)
    above = np.maximum(expected + high * size, expected)
    held: NDArray[np.bool_] = (below <= total) & (total <= above)
    return held
