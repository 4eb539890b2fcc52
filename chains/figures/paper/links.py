"""How a link runs: its bow as ECharts bends it, and where it ends at a node's rim."""

import math
from dataclasses import replace

from chains.figures.paper.marks import Point, Stroke
from chains.figures.paper.placing import bow

STEPS = 600
INSIDE = 0.6  # of a head, where its line ends


def bent(start: Point, end: Point, curveness: float) -> Point | None:
    """The control point of a bow; None for a straight link."""
    if not curveness:
        return None
    x, y = end[0] - start[0], end[1] - start[1]
    return (start[0] + end[0]) / 2 + curveness * y, (start[1] + end[1]) / 2 - curveness * x


def shortened(
    start: Point, control: Point | None, end: Point, radius: float
) -> tuple[tuple[Point, Point], Point | None]:
    """The ends and the control point of the part of a link that lies outside the node at its end.

    The part of a quadratic curve up to t, by de Casteljau.
    """
    middle = control or ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    outside = (
        step / STEPS
        for step in range(STEPS, 0, -1)
        if math.dist(bow(start, middle, end, step / STEPS), end) >= radius
    )
    t = next(outside, 1.0)
    inner = (start[0] + t * (middle[0] - start[0]), start[1] + t * (middle[1] - start[1]))
    return (start, bow(start, middle, end, t)), inner if control else None


def headed(stroke: Stroke, head: float, rim: float) -> Stroke:
    """The line with a head of this length, whose tip touches the rim of the node at its end."""
    if not head or len(stroke.points) > 2:
        return replace(stroke, arrow=head, tip=stroke.points[-1])
    start, end = stroke.points
    (_same, tip), _control = shortened(start, stroke.control, end, rim)
    points, control = shortened(start, stroke.control, end, rim + head * INSIDE)
    return replace(stroke, points=points, control=control, arrow=head, tip=tip)


def come(stroke: Stroke) -> Point:
    """The point before the tip of a line from which its head comes."""
    if stroke.tip != stroke.points[-1]:
        return stroke.points[-1]
    if stroke.control:
        return bow(stroke.points[0], stroke.control, stroke.points[-1], 0.9)
    return stroke.points[-2]
