"""Circles packed into a disc, for the firms of one segment."""

import math
from collections.abc import Iterable, Sequence

Circle = tuple[float, float, float]
SMALLEST = 0.16  # radius of the smallest circle that can still be hit, against the largest
TOUCH = 1e-9


def _radii(values: Sequence[float]) -> list[float]:
    """Radii whose squares are proportional to the values, floored; no value counts as zero."""
    sizes = [math.sqrt(value) if value > 0 and math.isfinite(value) else 0.0 for value in values]
    largest = max(sizes) or 1.0
    return [max(size / largest, SMALLEST) for size in sizes]


def _beside(a: Circle, b: Circle, radius: float) -> Circle:
    """The circle that touches `a` and `b`, to the right of the way from `a` to `b`."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    distance = math.hypot(dx, dy)
    from_a, from_b = a[2] + radius, b[2] + radius
    along = (distance**2 + from_a**2 - from_b**2) / (2 * distance)
    aside = math.sqrt(max(0.0, from_a**2 - along**2))
    ux, uy = dx / distance, dy / distance
    return (a[0] + along * ux + aside * uy, a[1] + along * uy - aside * ux, radius)


def _overlap(a: Circle, b: Circle) -> bool:
    return math.hypot(a[0] - b[0], a[1] - b[1]) < a[2] + b[2] - TOUCH


def _nearest_first(length: int) -> Iterable[int]:
    """Places 2 .. length-1 of a ring, by their distance from the places 0 and 1."""
    return sorted(range(2, length), key=lambda place: min(place - 1, length - place))


def _obstacle(front: list[Circle], circle: Circle) -> int | None:
    return next((i for i in _nearest_first(len(front)) if _overlap(front[i], circle)), None)


def _shortened(front: list[Circle], place: int) -> list[Circle]:
    """The front without the circles between its start and an obstacle, on the shorter side."""
    if place - 1 <= len(front) - place:
        return [front[0], *front[place:]]
    return [front[place], *front[1:place]]


def _centred(front: list[Circle]) -> list[Circle]:
    """The front turned so that the pair nearest to the middle stands first."""

    def distance(place: int) -> float:
        (ax, ay, ar), (bx, by, br) = front[place], front[(place + 1) % len(front)]
        return math.hypot(ax * br + bx * ar, ay * br + by * ar) / (ar + br)

    start = min(range(len(front)), key=distance)
    return front[start:] + front[:start]


def _grow(front: list[Circle], radius: float) -> tuple[list[Circle], Circle]:
    """Set one more circle against the front; return the new front and the circle."""
    front = _centred(front)
    circle = _beside(front[0], front[1], radius)
    while (place := _obstacle(front, circle)) is not None:
        front = _shortened(front, place)
        circle = _beside(front[0], front[1], radius)
    return [front[0], circle, *front[1:]], circle


def _pack(radii: list[float]) -> list[Circle]:
    circles = [(-radii[0], 0.0, radii[0])]
    if len(radii) > 1:
        circles.append((radii[1], 0.0, radii[1]))
    front = list(circles)
    for radius in radii[2:]:
        front, circle = _grow(front, radius)
        circles.append(circle)
    return circles


def _fitted(circles: list[Circle]) -> list[Circle]:
    """The circles moved and shrunk into the unit disc."""
    x = (min(c[0] - c[2] for c in circles) + max(c[0] + c[2] for c in circles)) / 2
    y = (min(c[1] - c[2] for c in circles) + max(c[1] + c[2] for c in circles)) / 2
    reach = max(math.hypot(c[0] - x, c[1] - y) + c[2] for c in circles)
    return [((c[0] - x) / reach, (c[1] - y) / reach, c[2] / reach) for c in circles]


def packed(values: Sequence[float]) -> list[Circle]:
    """Circles (x, y, radius) in the unit disc, none over another, in the order of the values.

    Areas are proportional to the values, down to a smallest size that can still be seen; a missing
    or negative value gets that size. The front-chain method of Wang et al., Visualization of large
    hierarchical data by circle packing, CHI 2006.
    """
    if not len(values):
        return []
    radii = _radii(values)
    order = sorted(range(len(radii)), key=lambda i: -radii[i])
    placed = _fitted(_pack([radii[i] for i in order]))
    return [circle for _, circle in sorted(zip(order, placed, strict=True))]
