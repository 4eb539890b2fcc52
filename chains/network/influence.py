"""The influence vector: how much of a shock to one firm reaches the output of all."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Values: TypeAlias = NDArray[np.float64]

LABOUR = 0.5  # the share of labour in costs, alpha of the paper; about China's
CLOSE = 1e-12


def influence(
    supplier: NDArray[np.integer],
    customer: NDArray[np.integer],
    value: Values,
    n: int,
    *,
    labour: float = LABOUR,
) -> Values:
    """The influence v = (a / n) [I - (1 - a) W']^(-1) 1 of each node; the sum of all is 1.

    W_ij is the share of supplier j in what customer i buys, a the share of labour: Acemoglu,
    Carvalho, Ozdaglar and Tahbaz-Salehi (2012), Econometrica 80(5):1977-2016. A row of the paper's
    W sums to 1; a node that buys nothing is taken to buy from all evenly, as PageRank does, of
    which this is the case with links from buyer to supplier and damping 1 - a. Links without a
    positive value are left out. Summed round by round until less than 1e-12 in total is missing.
    """
    kept = value > 0
    seller, buyer, held = supplier[kept], customer[kept], value[kept]
    bought = np.bincount(buyer, held, n)
    share = held / bought[buyer]
    idle = bought == 0
    found = np.full(n, 1 / max(n, 1))
    missing = 1.0
    while n and missing > CLOSE:
        even = (labour + (1 - labour) * found[idle].sum()) / n
        onward = even + (1 - labour) * np.bincount(seller, share * found[buyer], n)
        missing = float(np.abs(onward - found).sum()) * (1 - labour) / labour
        found = onward
    return found
