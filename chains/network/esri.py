"""Economic Systemic Risk Index: how much of an economy stops when some of its firms stop.

Diem, Borsos, Reisch, Kertész, Thurner (2022), Scientific Reports 12:7719,
doi 10.1038/s41598-022-11522-z.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chains.network.channels import ALL_ESSENTIAL, SETTINGS, Channels, channels
from chains.network.economy import Economy, Flags, Floats, Ints

__all__ = ["SETTINGS", "Cascade", "at_risk", "cascade"]

UNTOUCHED = -1


@dataclass(frozen=True, eq=False)
class Cascade:
    """What is left of each firm's production, 0 to 1, and how the loss came to it.

    `down` is what is left for want of inputs, `up` for want of customers, `left` the smaller.
    `step` is the round of a firm's first loss (0 stopped, -1 untouched), `cause` the firm that
    passed on the largest part of it (-1 for none), `upward` whether that came from a customer.
    """

    down: Floats
    up: Floats
    left: Floats
    rounds: int
    step: Ints
    cause: Ints
    upward: Flags


@dataclass(frozen=True, eq=False)
class _Passed:
    """What each link passed on in one round, to whom, and the loss that it adds up to there."""

    giver: NDArray[np.int64]
    receiver: Ints
    amount: Floats
    sum: Floats


def _links(start: NDArray[np.int64], givers: NDArray[np.int64]) -> NDArray[np.int64]:
    """The numbers of all links of the givers."""
    counts = start[givers + 1] - start[givers]
    before = np.cumsum(counts) - counts
    return np.repeat(start[givers] - before, counts) + np.arange(counts.sum())


def _down(ways: Channels, more: Floats, missing: Floats) -> _Passed:
    """Pass each supplier's further loss to its customers; `missing` is what each group lacks."""
    givers = np.flatnonzero(more > 0)
    link = _links(ways.down_start, givers)
    giver = np.repeat(givers, ways.down_start[givers + 1] - ways.down_start[givers])
    group, amount = ways.down_group[link], ways.down_share[link] * more[giver]
    np.add.at(missing, group, amount)
    return _Passed(giver, ways.group_firm[group], amount, missing[group])


def _up(ways: Channels, more: Floats, unsold: Floats) -> _Passed:
    """Pass each customer's further loss to its suppliers; `unsold` is what each cannot sell."""
    givers = np.flatnonzero(more > 0)
    link = _links(ways.up_start, givers)
    giver = np.repeat(givers, ways.up_start[givers + 1] - ways.up_start[givers])
    firm, amount = ways.up_firm[link], ways.up_share[link] * more[giver]
    np.add.at(unsold, firm, amount)
    return _Passed(giver, firm, amount, unsold[firm])


def _grown(loss: Floats, passed: _Passed) -> Floats:
    """The loss of each firm after a round: the largest of what bounds it, at most all."""
    grown = loss.copy()
    np.maximum.at(grown, passed.receiver, np.minimum(passed.sum, 1.0))
    return grown


def _irreplaceable(economy: Economy, ways: Channels, down: Floats) -> Floats:
    """The share of a firm in what is left of its market, at most 1 (sigma in the paper)."""
    left = np.bincount(economy.sector, (1 - down) * ways.sales, len(economy.sectors))
    market = left[economy.sector]
    return np.divide(ways.sales, market, out=np.ones_like(down), where=market > ways.sales)


def _largest(passed: _Passed, fresh: Flags, cause: Ints) -> None:
    """Note for each fresh firm who passed on the largest part of what bounds it."""
    mine = np.flatnonzero(fresh[passed.receiver])
    order = mine[np.lexsort((-passed.giver[mine], passed.amount[mine], passed.sum[mine]))]
    cause[passed.receiver[order]] = passed.giver[order]


def _lost(economy: Economy, stopped: Mapping[str, float]) -> Floats:
    lost = np.zeros(len(economy.firms))
    for firm, share in stopped.items():
        if not 0 <= share <= 1:
            raise ValueError(f"{firm} cannot lose {share} of its production")
        lost[economy.index[firm]] = share
    return lost


def cascade(
    economy: Economy,
    stopped: Mapping[str, float],
    *,
    setting: str = ALL_ESSENTIAL,
    replaceability: bool = False,
    eps: float = 0.01,
) -> Cascade:
    """What is left everywhere when each firm of `stopped` loses a share (0 to 1) of production.

    With W[i,j] what i sells to j, p[i] the sector of i and psi what a shock leaves of a firm:
    down[j] = min(psi[j], min over k of 1 - sum over i with p[i] = k of s[i] D[i,j] (1 - down[i])),
    D[i,j] = W[i,j] / (all that sector k sells to j) where every input is essential; where none is,
    all inputs are one k. up[i] = min(psi[i], 1 - sum over j of W[i,j] / out[i] (1 - up[j])). With
    replaceability s[i] is a firm's share in what is left of its sector's sales, else 1. Rounds go
    on until nobody falls by more than `eps` (Diem et al. 2022, equations 5 to 11).
    """
    ways, lost = channels(economy, setting), _lost(economy, stopped)
    down, up, rounds, fall = lost, lost, 0, 1.0
    told_down, told_up, unsold = (np.zeros_like(lost) for _ in range(3))
    missing = np.zeros(len(ways.group_firm))
    step = np.where(lost > 0, 0, UNTOUCHED).astype(np.int32)
    cause, upward = np.full(len(lost), -1, dtype=np.int32), np.zeros(len(lost), dtype=np.bool_)
    while fall > eps:
        rounds += 1
        telling = down * _irreplaceable(economy, ways, down) if replaceability else down
        inputs = _down(ways, telling - told_down, missing)
        orders = _up(ways, up - told_up, unsold)
        told_down, told_up = telling, up
        next_down, next_up = _grown(down, inputs), _grown(up, orders)
        fresh = (step == UNTOUCHED) & (np.maximum(next_down, next_up) > 0)
        step[fresh] = rounds
        upward |= fresh & (next_up > next_down)
        _largest(inputs, fresh & ~upward, cause)
        _largest(orders, fresh & upward, cause)
        fall = max((next_down - down).max(initial=0), (next_up - up).max(initial=0))
        down, up = next_down, next_up
    left = 1 - np.maximum(down, up)
    return Cascade(1 - down, 1 - up, left, rounds, step, cause, upward)


def at_risk(economy: Economy, cascade: Cascade, weight: Floats | None = None) -> float:
    """ESRI = sum of w (1 - left) / sum of w, w by default what each firm sells; 0 of nothing."""
    w = economy.weight if weight is None else weight
    total = float(w.sum())
    return float(np.dot(w, 1 - cascade.left) / total) if total else 0.0
