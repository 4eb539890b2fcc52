"""Firms, their sectors and who sells how much to whom, as arrays that kernels run over."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int32]
Flags: TypeAlias = NDArray[np.bool_]

OUTSIDE = "outside:"  # before the name of a product that is bought outside the city


@dataclass(frozen=True, eq=False)
class Economy:
    """n firms by name, and m links sorted by supplier, then customer; `value` in 万元 a year.

    `sector` numbers `sectors`. `weight` is what counts as lost when a firm stops: all that it sells
    to firms, and 0 for a supplier outside the city. `left_out` counts links that say nothing:
    "self_loops", "without_value" (missing, zero or negative) and "unknown_ends".
    """

    firms: tuple[str, ...]
    sector: Ints
    sectors: tuple[str, ...]
    supplier: Ints
    customer: Ints
    value: Floats
    weight: Floats
    left_out: Mapping[str, int]

    @cached_property
    def index(self) -> Mapping[str, int]:
        """Where each firm stands."""
        return {firm: number for number, firm in enumerate(self.firms)}

    @cached_property
    def outside(self) -> Flags:
        """Which of the firms stand for what comes from outside the city."""
        return _outside(self.firms)


def _outside(names: Iterable[str]) -> Flags:
    return np.array([name.startswith(OUTSIDE) for name in names], dtype=np.bool_)


def _sectors(firms: pd.DataFrame) -> "tuple[pd.Index[str], Ints, tuple[str, ...]]":
    """The firms in order, each with its sector; one without a sector is a sector of its own."""
    known = firms.drop_duplicates("uscc").sort_values("uscc")
    names = pd.Index(known["uscc"].astype(str))
    sector = known["sector"].astype(object)
    own = pd.Series("of " + names, index=known.index, dtype=object)
    codes, found = pd.factorize(sector.where(sector.notna(), own).astype(str), sort=True)
    return names, codes.astype(np.int32), tuple(str(one) for one in found)


def _merged(supplier: Ints, customer: Ints, value: Floats, n: int) -> tuple[Ints, Ints, Floats]:
    """Parallel links summed, in order."""
    key = supplier.astype(np.int64) * n + customer
    pair, inverse = np.unique(key, return_inverse=True)
    total = np.bincount(inverse, value, len(pair)).astype(np.float64)
    return (pair // max(n, 1)).astype(np.int32), (pair % max(n, 1)).astype(np.int32), total


def economy(firms: pd.DataFrame, edges: pd.DataFrame) -> Economy:
    """An Economy of `firms` (uscc, sector) and `edges` (supplier, customer, value in 万元).

    Parallel links are summed. A link of a firm to itself, one without a positive value and one
    whose end is no known firm are left out and counted, in this order: unknown end, self, value.
    """
    names, sector, sectors = _sectors(firms)
    n = len(names)
    start = names.get_indexer(pd.Index(edges["supplier"].astype(str))).astype(np.int32)
    end = names.get_indexer(pd.Index(edges["customer"].astype(str))).astype(np.int32)
    value = pd.to_numeric(edges["value"]).to_numpy(dtype=float, na_value=np.nan)
    unknown = (start < 0) | (end < 0)
    itself = ~unknown & (start == end)
    empty = ~unknown & ~itself & ~(np.isfinite(value) & (value > 0))
    good = ~(unknown | itself | empty)
    supplier, customer, total = _merged(start[good], end[good], value[good], n)
    weight = np.where(_outside(names), 0.0, np.bincount(supplier, total, n))
    left_out = {"self_loops": itself, "without_value": empty, "unknown_ends": unknown}
    counts = {name: int(np.count_nonzero(flags)) for name, flags in left_out.items()}
    return Economy(tuple(names), sector, sectors, supplier, customer, total, weight, counts)
