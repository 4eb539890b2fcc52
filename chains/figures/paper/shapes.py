"""The outlines of ECharts' symbols as SVG elements."""

import math

from chains.figures.paper.marks import Point
from chains.figures.paper.outlines import PATH, fitted


def outline(shape: str, at: Point, width: float, height: float, come: Point | None = None) -> str:
    """The element of a symbol without its colours; empty for `none`.

    An arrow has its tip here and points away from `come`, if that is given.
    """
    if shape.startswith(PATH):
        return f'<path d="{fitted(shape.removeprefix(PATH), at, width, height)}"/>'
    shape = shape.removeprefix("empty").lower()
    x, y = at
    if shape == "none":
        return ""
    if shape == "circle":
        return f'<ellipse cx="{x:.1f}" cy="{y:.1f}" rx="{width / 2:.2f}" ry="{height / 2:.2f}"/>'
    if shape in ("rect", "roundrect"):
        round_ = f' rx="{min(width, height) / 4:.1f}"' if shape == "roundrect" else ""
        return (
            f'<rect x="{x - width / 2:.1f}" y="{y - height / 2:.1f}" width="{width:.1f}" '
            f'height="{height:.1f}"{round_}/>'
        )
    if shape == "arrow":
        return _polygon(_arrow(at, width, height, come or (x, y + 1)))
    corners = CORNERS.get(shape)
    if corners is None:
        raise ValueError(f"a symbol of shape {shape} has no form on paper")
    return _polygon([(x + a * width / 2, y + b * height / 2) for a, b in corners])


CORNERS = {
    "diamond": ((0, -1), (1, 0), (0, 1), (-1, 0)),
    "triangle": ((0, -1), (1, 1), (-1, 1)),
    "pin": ((-0.6, -1), (0.6, -1), (0.6, 0), (0, 1), (-0.6, 0)),
}


def _arrow(tip: Point, width: float, height: float, come: Point) -> list[Point]:
    """A triangle with a notch, its tip at the end of a line that comes from somewhere."""
    length = math.dist(tip, come) or 1.0
    ux, uy = (tip[0] - come[0]) / length, (tip[1] - come[1]) / length
    back = (tip[0] - ux * height, tip[1] - uy * height)
    notch = (tip[0] - ux * height * 0.75, tip[1] - uy * height * 0.75)
    half = width / 2
    return [
        tip,
        (back[0] - uy * half, back[1] + ux * half),
        notch,
        (back[0] + uy * half, back[1] - ux * half),
    ]


def _polygon(corners: list[Point]) -> str:
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in corners)
    return f'<polygon points="{points}"/>'
