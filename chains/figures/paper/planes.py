"""From the coordinates of an option's axes to the pixels of a paper."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from chains.figures.options import Option
from chains.figures.paper.marks import Point

Placed = Callable[[Sequence[float]], Point]
MIDDLE = ("center", "middle")


@dataclass(frozen=True)
class Span:
    """One side of a grid: where it begins and how long it is, in pixels."""

    start: float
    length: float


def measure(value: Any, whole: float, default: float) -> float:
    """A length in pixels from a number or a percentage."""
    if isinstance(value, str) and value.endswith("%"):
        return float(value[:-1]) / 100 * whole
    return float(value) if isinstance(value, int | float) else default


def span(before: Any, after: Any, size: Any, whole: float) -> Span:
    """Where a box lies between two margins, or in the middle, as ECharts lays it out."""
    length = measure(size, whole, -1.0)
    if before in MIDDLE and length >= 0:
        return Span((whole - length) / 2, length)
    start = measure(before, whole, 0.0)
    end = measure(after, whole, 0.0)
    if length < 0:
        return Span(start, whole - start - end)
    free = isinstance(before, int | float) or (isinstance(before, str) and before.endswith("%"))
    return Span(start if free else whole - end - length, length)


def _extent(axis: Option) -> tuple[float, float]:
    """The first and the last value of an axis."""
    if axis.get("type") == "category":
        return -0.5, len(axis["data"]) - 0.5
    low, high = float(axis["min"]), float(axis["max"])
    return (low, high) if high > low else (low, low + 1)


def _along(axis: Option, room: Span, *, down: bool) -> Callable[[float], float]:
    low, high = _extent(axis)
    turned = bool(axis.get("inverse")) == down  # a y axis points up unless it is inverse

    def place(value: float) -> float:
        share = (float(value) - low) / (high - low)
        return room.start + room.length * (share if turned else 1 - share)

    return place


def plane(option: Option, series: Option, size: Point) -> Placed:
    """What turns a value of this series into a point on a paper of this size."""
    x = option["xAxis"][series.get("xAxisIndex", 0)]
    y = option["yAxis"][series.get("yAxisIndex", 0)]
    grid = option["grid"][x.get("gridIndex", 0)] if option["grid"] else {}
    across = span(grid.get("left"), grid.get("right"), grid.get("width"), size[0])
    down = span(grid.get("top"), grid.get("bottom"), grid.get("height"), size[1])
    to_x = _along({"inverse": False, **x}, across, down=False)
    to_y = _along({"inverse": False, **y}, down, down=True)
    return lambda value: (to_x(value[0]), to_y(value[1]))


def natural(option: Option, size: Point) -> Point:
    """The size at which a drawing with grids of fixed pixels fills its paper; else the paper's."""
    fixed = [
        g for g in option["grid"] if _is_number(g.get("width")) and _is_number(g.get("height"))
    ]
    if not fixed:
        return size
    wide = max(measure(g.get("left"), size[0], 0.0) + g["width"] + 16 for g in fixed)
    high = max(measure(g.get("top"), size[1], 0.0) + g["height"] + 16 for g in fixed)
    grown = max(wide / size[0], high / size[1])
    return size[0] * grown, size[1] * grown


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float)
