"""The marks of a drawing as plotly traces, grouped by how they look."""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from html import escape
from typing import Any, TypeVar

from chains.figures.paper.colours import parted
from chains.figures.paper.links import come
from chains.figures.paper.marks import Point, Spot, Stroke
from chains.figures.paper.notes import CLEAR, DASHES, hover, shaped, words
from chains.figures.paper.placing import bow, middle
from chains.network.exchange import legible

Trace = dict[str, Any]
Mark = TypeVar("Mark")
Look = TypeVar("Look")
STEPS = 20
AIR = 5  # pixels between a node and its words, on each side
SYMBOLS = {
    "circle": "circle",
    "rect": "square",
    "roundrect": "square",
    "diamond": "diamond",
    "triangle": "triangle-up",
    "pin": "star-triangle-down",
    "arrow": "triangle-up",
}
SIZES = {"diamond": 1 / 1.3}  # plotly draws it larger
SIDES = {"top": "top center", "bottom": "bottom center", "left": "middle left"}


def _grouped(marks: Iterable[Mark], look: Callable[[Mark], Look]) -> dict[Look, list[Mark]]:
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
    looks = _grouped(marks, lambda one: (one.colour, one.width, one.dash, one.opacity))
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
    for colour, found in _grouped(marks, lambda one: one.colour).items():
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


def spots(marks: Sequence[Spot], ink: str, paper: str) -> Iterator[Trace]:
    """Nodes, and over them their words: a trace for each place that words can have."""
    seen = [one for one in marks if one.shape != "none"]
    said = [words(one.caption) if one.caption else "" for one in seen]
    yield {
        "type": "scatter",
        "mode": "markers",
        **_places(seen),
        "marker": _marker(seen),
        "hovertext": [hover(one.hover) or text for one, text in zip(seen, said, strict=True)],
        "hoverinfo": "text",
        "showlegend": False,
    }
    told = [one for one in marks if one.caption and not shaped(one)]
    for side, found in _grouped(told, _side).items():
        yield {
            "type": "scatter",
            "mode": "markers+text",
            **_places(found),
            "text": [words(one.caption) for one in found if one.caption],
            "textposition": side,
            "textfont": {"size": 12, "color": ink, "shadow": f"0 0 3px {paper}, 0 0 3px {paper}"},
            "marker": {
                "size": [one.height + AIR for one in found],
                "color": CLEAR,
                "line": {"width": 0},
            },
            "cliponaxis": False,
            "hoverinfo": "skip",
            "showlegend": False,
        }


def _places(found: Sequence[Spot]) -> Trace:
    return {"x": [one.at[0] for one in found], "y": [one.at[1] for one in found]}


def _side(spot: Spot) -> str:
    where = spot.caption.position if spot.caption else "inside"
    if where == "right":
        return "middle right"
    return SIDES.get(where, "middle center") if isinstance(where, str) else "middle center"


def _marker(found: Sequence[Spot]) -> Trace:
    """The look of several nodes; a dashed rim is a shape of its own."""
    symbols = [SYMBOLS.get(one.shape.removeprefix("empty").lower(), "circle") for one in found]
    return {
        "symbol": symbols,
        "size": [
            min(one.width, one.height) * SIZES.get(symbol, 1)
            for one, symbol in zip(found, symbols, strict=True)
        ],
        "color": [_solid(one.fill, one) for one in found],
        "opacity": [one.opacity for one in found],
        "line": {
            "color": [_solid(one.edge, one) for one in found],
            "width": [0 if one.dash in DASHES else one.edge_width for one in found],
        },
    }


def _solid(colour: str, spot: Spot) -> str:
    """A colour that plotly knows; none where there is nothing to see."""
    if colour == "none" or spot.shape == "none" or shaped(spot):
        return CLEAR
    solid, share = parted(colour)
    return solid if share == 1 else colour


def keys(entries: Iterable[Spot]) -> Iterator[Trace]:
    """The legend: traces without a point, under the words of its entries."""
    for key in entries:
        name = key.caption.lines[0].text if key.caption else ""
        yield {
            "type": "scatter",
            "mode": "markers",
            "x": [None],
            "y": [None],
            "name": escape(legible(name)),
            "marker": _marker([replace(key, dash="solid")]),
            "showlegend": True,
        }
