"""The links of a drawing as plotly traces, grouped by how they look."""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from chains.figures.paper.links import come
from chains.figures.paper.marks import Point, Stroke
from chains.figures.paper.notes import CLEAR, DASHES, hover
from chains.figures.paper.placing import bow, middle

Trace = dict[str, Any]
Mark = TypeVar("Mark")
Look = TypeVar("Look")
STEPS = 20


def grouped(marks: Iterable[Mark], look: Callable[[Mark], Look]) -> dict[Look, list[Mark]]:
    """The marks under what they have in common, in the order of the first of each."""
    found: dict[Look, list[Mark]] = defaultdict(list)
    for mark in marks:
        found[look(mark)].append(mark)
    return found


def curve(stroke: Stroke) -> list[Point]:
    """The points through which a link is drawn."""
    if stroke.control is None:
        return list(stroke.points)
    start, control, end = stroke.points[0], stroke.control, stroke.points[-1]
    return [bow(start, control, end, step / STEPS) for step in range(STEPS + 1)]


def strokes(marks: Iterable[Stroke]) -> Iterator[Trace]:
    """A trace for each kind of line."""
    seen = [one for one in marks if one.opacity and one.width]
    looks = grouped(seen, lambda one: (one.colour, one.width, one.dash, one.opacity))
    for (colour, width, dash, opacity), found in looks.items():
        points = [point for one in found for point in (*curve(one), (None, None))]
        yield {
            "type": "scatter",
            "mode": "lines",
            "x": [x for x, _y in points],
            "y": [y for _x, y in points],
            "line": {"color": colour, "width": width, "dash": DASHES.get(dash, "solid")},
            "opacity": opacity,
            "hoverinfo": "skip",
            "showlegend": False,
        }


def arrows(marks: Sequence[Stroke]) -> Iterator[Trace]:
    """The heads of links, each turned the way its link comes."""
    for colour, found in grouped(marks, lambda one: one.colour).items():
        yield {
            "type": "scatter",
            "mode": "markers",
            "x": [one.tip[0] for one in found],
            "y": [one.tip[1] for one in found],
            "marker": {
                "symbol": "arrow",
                "size": [one.arrow + 2 for one in found],
                "angle": [_angle(one.tip, come(one)) for one in found],
                "color": colour,
                "opacity": [max(0.5, one.opacity) for one in found],
                "line": {"width": 0},
            },
            "hoverinfo": "skip",
            "showlegend": False,
        }


def _angle(tip: Point, before: Point) -> float:
    """Degrees clockwise from upwards."""
    return round(math.degrees(math.atan2(tip[0] - before[0], before[1] - tip[1])), 1)


def ends(marks: Iterable[Stroke]) -> Iterator[Trace]:
    """What a pointer over the middle of a link reads."""
    told = [one for one in marks if one.hover]
    if told:
        at = [middle(one) for one in told]
        yield {
            "type": "scatter",
            "mode": "markers",
            "x": [x for x, _y in at],
            "y": [y for _x, y in at],
            "marker": {"size": 14, "color": CLEAR, "line": {"width": 0}},
            "hovertext": [hover(one.hover) for one in told],
            "hoverinfo": "text",
            "showlegend": False,
        }
