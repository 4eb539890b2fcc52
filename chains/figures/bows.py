"""How far each link of a drawn graph bows, so that it passes beside the nodes and their names."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Point = tuple[float, float]
Floats = NDArray[np.float64]

BOWS = np.array([0.0, 0.1, -0.1, 0.2, -0.2, 0.3, -0.3, 0.42, -0.42])
STEPS = np.linspace(0.04, 0.96, 24)
REACH = (40.0, 20.0)  # half width and half height of a node with its name, in pixels
LABEL = 8.0  # how far below its node the middle of both lies, in pixels
EDGE = 50.0  # how far a curve may leave the box around the nodes, in pixels
OUTSIDE = 5.0  # hits that leaving it is worth
PRICE = 2.0  # hits that a bow of 1 is worth


def _curves(ends: Floats) -> Floats:
    """Points (link, bow, step, xy) on the curves that ECharts draws between the ends."""
    start, end = ends[:, None, 0], ends[:, None, 1]
    middle, way = (start + end) / 2, end - start
    bow = BOWS[None, :, None] * np.stack([way[..., 1], -way[..., 0]], axis=-1)
    control = (middle + bow)[:, :, None]
    t = STEPS[None, None, :, None]
    first, last = (1 - t) ** 2 * start[:, :, None], t**2 * end[:, :, None]
    curves: Floats = first + 2 * t * (1 - t) * control + last
    return curves


def _hits(curves: Floats, nodes: Floats, own: NDArray[np.bool_]) -> Floats:
    """Link, bow -> how many other nodes the curve touches."""
    apart = np.abs(curves[:, :, :, None] - (nodes + np.array([0.0, LABEL])))
    touched = ((apart[..., 0] < REACH[0]) & (apart[..., 1] < REACH[1])).any(axis=2)
    hits: Floats = (touched & ~own[:, None]).sum(axis=-1).astype(float)
    return hits


def _outside(curves: Floats, nodes: Floats) -> Floats:
    """Link, bow -> 1 where the curve leaves the drawing."""
    low, high = nodes.min(axis=0) - EDGE, nodes.max(axis=0) + EDGE
    left: Floats = ((curves < low) | (curves > high)).any(axis=(2, 3)).astype(float)
    return left


def bows(nodes: dict[str, Point], links: Sequence[tuple[str, str]], scale: Point) -> list[float]:
    """The `curveness` of each link; `scale` turns the nodes' places into pixels, about."""
    return list(_bows(tuple(nodes.items()), tuple(links), scale)) if links else []


@lru_cache(maxsize=64)
def _bows(
    nodes: tuple[tuple[str, Point], ...], links: tuple[tuple[str, str], ...], scale: Point
) -> tuple[float, ...]:
    names = [name for name, _place in nodes]
    places = np.array([place for _name, place in nodes], dtype=float) * scale
    at = np.array([[names.index(a), names.index(b)] for a, b in links])
    own = (np.arange(len(names)) == at[:, :1]) | (np.arange(len(names)) == at[:, 1:])
    curves = _curves(places[at])
    cost = _hits(curves, places, own) + OUTSIDE * _outside(curves, places) + PRICE * np.abs(BOWS)
    return tuple(float(bow) for bow in BOWS[cost.argmin(axis=1)])
