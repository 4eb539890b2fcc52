"""The rounds of `esri.cascade` for one firm after another, along changed links only, compiled."""

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from chains.network.compiled import compiled
from chains.network.economy import Floats

Tuple: TypeAlias = tuple[Any, ...]


@compiled
def _pass_on(line: Tuple, count: int, way: Tuple, state: Tuple, mark: int) -> int:
    """Pass on what each firm of the line tells; how many firms lost more, who form the next line.

    A firm's loss counts for others in the next round only.
    """
    firms, more, following = line
    start, group, share, owner = way
    loss, told, summed, before, seen = state
    reached = 0
    for place in range(count):
        firm = firms[place]
        told[firm] += more[place]
        for link in range(start[firm], start[firm + 1]):
            summed[group[link]] += share[link] * more[place]
            other = owner[group[link]]
            if seen[other] != mark:
                seen[other] = mark
                before[other] = loss[other]
                following[reached] = other
                reached += 1
            loss[other] = max(loss[other], min(1.0, summed[group[link]]))
    return reached


@compiled
def _settled(line: Tuple, reached: int, state: Tuple) -> tuple[int, float]:
    """Leave in the line the firms that did lose more; how many, and the largest fall."""
    firms, more, following = line
    loss, _told, _summed, before, _seen = state
    count, fall = 0, 0.0
    for place in range(reached):
        firm = following[place]
        fallen = loss[firm] - before[firm]
        if fallen > 0:
            firms[count], more[count] = firm, fallen
            count += 1
            fall = max(fall, fallen)
    return count, fall


@compiled
def _touch(line: Tuple, count: int, touched: Tuple, held: int) -> int:
    """Remember the firms of the line; how many are remembered."""
    known, flag = touched
    for place in range(count):
        firm = line[0][place]
        if not flag[firm]:
            flag[firm] = True
            known[held] = firm
            held += 1
    return held


@compiled
def _shrink(line: Tuple, count: int, market: Tuple) -> None:
    """Take what the firms of the line lost off what is left of their sectors."""
    sector, sales, left, _whole = market
    for place in range(count):
        firm = line[0][place]
        left[sector[firm]] -= line[1][place] * sales[firm]


@compiled
def _irreplaceable(line: Tuple, touched: Tuple, held: int, state: Tuple, market: Tuple) -> int:
    """Line up who tells more, when a loss counts by the firm's share in what is left of its sector.

    How many they are.
    """
    sector, sales, left, _whole = market
    loss, told = state[0], state[1]
    count = 0
    for place in range(held):
        firm = touched[0][place]
        rest = left[sector[firm]]
        share = sales[firm] / rest if rest > sales[firm] else 1.0
        further = loss[firm] * share - told[firm]
        if further > 0:
            line[0][count], line[1][count] = firm, further
            count += 1
    return count


@compiled
def _clear(touched: Tuple, held: int, way: Tuple, state: Tuple) -> None:
    """Forget what one cascade left behind in a channel."""
    start, group, _share, _owner = way
    loss, told, summed, _before, _seen = state
    for place in range(held):
        firm = touched[0][place]
        loss[firm] = told[firm] = 0.0
        for link in range(start[firm], start[firm + 1]):
            summed[group[link]] = 0.0


@compiled
def _lost(weight: Floats, touched: Tuple, held: int, one: Floats, other: Floats) -> float:
    """The weighted loss of a cascade, the larger of two for each firm."""
    total = 0.0
    for place in range(held):
        firm = touched[0][place]
        total += weight[firm] * max(one[firm], other[firm])
    return total


@compiled
def _renew(touched: Tuple, held: int, market: Tuple) -> None:
    """Every sector sells as before, and no firm is remembered."""
    sector, _sales, left, whole = market
    for place in range(held):
        firm = touched[0][place]
        left[sector[firm]] = whole[sector[firm]]
        touched[1][firm] = False


@compiled
def _alone(source: int, ways: Tuple, city: Tuple, rule: Tuple, mark: int) -> tuple[int, int]:
    """Let one firm stop; how many firms are touched, and the number of the last round."""
    replaceable, eps = rule
    way, state, line = ways[0]
    up_way, up_state, up_line = ways[1]
    market, touched = city
    state[0][source] = up_state[0][source] = 1.0
    line[0][0] = up_line[0][0] = source
    line[1][0] = up_line[1][0] = fall = 1.0
    lower = upper = 1
    held = _touch(line, 1, touched, 0)
    while fall > eps:
        mark += 1
        if replaceable:
            _shrink(line, lower, market)
            lower = _irreplaceable(line, touched, held, state, market)
        lower, one = _settled(line, _pass_on(line, lower, way, state, mark), state)
        reached = _pass_on(up_line, upper, up_way, up_state, mark)
        upper, other = _settled(up_line, reached, up_state)
        held = _touch(up_line, upper, touched, _touch(line, lower, touched, held))
        fall = max(one, other)
    return held, mark


@compiled
def part(
    sources: NDArray[np.int64], ways: Tuple, market: Tuple, weight: Floats, rule: Tuple
) -> Floats:
    """The weighted loss that each source alone brings about.

    `ways` are the channels down and up, each (start, group, share, owner of each group); `market`
    is (sector, sales, sales of each sector); `rule` is (replaceability, eps).
    """
    n = len(weight)
    touched = (np.empty(n, np.int64), np.zeros(n, np.bool_))
    down, up = _channel(ways[0], n), _channel(ways[1], n)
    mine = (market[0], market[1], market[2].copy(), market[2])
    found = np.empty(len(sources))
    mark = 0
    for place in range(len(sources)):
        held, mark = _alone(sources[place], (down, up), (mine, touched), rule, mark)
        found[place] = _lost(weight, touched, held, down[1][0], up[1][0])
        _clear(touched, held, down[0], down[1])
        _clear(touched, held, up[0], up[1])
        _renew(touched, held, mine)
    return found


@compiled
def _channel(way: Tuple, n: int) -> Tuple:
    """A way with room for what one thread notes on it, and the line of those who tell."""
    summed = np.zeros(len(way[3]))
    state = (np.zeros(n), np.zeros(n), summed, np.empty(n), np.full(n, -1))
    line = (np.empty(n, np.int64), np.empty(n), np.empty(n, np.int64))
    return way, state, line
