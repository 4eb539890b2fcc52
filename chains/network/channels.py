"""How a loss passes along each link, down to customers and up to suppliers."""

from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from chains.network.economy import Economy, Floats, Ints

SETTINGS = ("all-essential", "none-essential")
ALL_ESSENTIAL, NONE_ESSENTIAL = SETTINGS


@dataclass(frozen=True, eq=False)
class Channels:
    """The impact matrices of the paper as lists of links, of firm i from `start[i]` on.

    Down: a customer's inputs form groups, of which the scarcest bounds it; `down_share` is what a
    supplier gives of its group. Every sector is a group where all inputs are essential, and all
    inputs are one group where none is. Up: `up_share` is what a customer takes of its supplier's
    sales.
    """

    down_start: NDArray[np.int64]
    down_group: Ints
    down_share: Floats
    group_firm: Ints
    up_start: NDArray[np.int64]
    up_firm: Ints
    up_share: Floats
    sales: Floats


def _starts(firm: Ints, n: int) -> NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum(np.bincount(firm, minlength=n))]).astype(np.int64)


def _made(economy: Economy, setting: str) -> Channels:
    n, sectors = len(economy.firms), len(economy.sectors)
    kind = economy.sector[economy.supplier] if setting == ALL_ESSENTIAL else np.int32(0)
    key = economy.customer.astype(np.int64) * max(sectors, 1) + kind
    groups, group = np.unique(key, return_inverse=True)
    supplied = np.bincount(group, economy.value, len(groups))
    sales = np.bincount(economy.supplier, economy.value, n).astype(np.float64)
    upwards = np.argsort(economy.customer, kind="stable")
    sellers = economy.supplier[upwards]
    return Channels(
        down_start=_starts(economy.supplier, n),
        down_group=group.astype(np.int32),
        down_share=economy.value / supplied[group],
        group_firm=(groups // max(sectors, 1)).astype(np.int32),
        up_start=_starts(economy.customer, n),
        up_firm=sellers,
        up_share=economy.value[upwards] / sales[sellers],
        sales=sales,
    )


_known: "WeakKeyDictionary[Economy, dict[str, Channels]]" = WeakKeyDictionary()


def channels(economy: Economy, setting: str) -> Channels:
    """The channels of an economy, worked out once for each setting; setting is of SETTINGS."""
    if setting not in SETTINGS:
        raise ValueError(f"{setting} is none of {SETTINGS}")
    known = _known.setdefault(economy, {})
    if setting not in known:
        known[setting] = _made(economy, setting)
    return known[setting]
