"""The tinted bands of a panorama, one for each stage, with their headings."""

import math
from typing import Any

from chains.figures import numbers
from chains.figures.nodes import STAGES, Point, segments
from chains.figures.options import Graph, Option, rich
from chains.figures.palette import Theme
from chains.i18n import _

TOP, BOTTOM = -0.11, 1.0  # of the wide drawing; the headings stand above the nodes
NARROW_HEAD = 0.42  # rows that a heading takes on a narrow screen


def _span(places: list[Point], *, narrow: bool) -> tuple[float, float]:
    """Where a stage's band begins and ends: in columns, or in rows on a narrow screen."""
    if narrow:
        rows = [y for _x, y in places]
        return min(rows) - 0.38 - NARROW_HEAD, max(rows) + 0.66
    columns = [math.floor(x) for x, _y in places]
    return min(columns) + 0.03, max(columns) + 1 - 0.03


def _heading(stage: str, members: list[dict[str, Any]], *, narrow: bool) -> str:
    """One line on a narrow screen, three over a column.

    A firm that stands in two segments is counted in both, and the words say so.
    """
    firms = numbers.count(sum(data["firms"] for data in members))
    words = _("{segments} segments · {firms} firm entries", segments=len(members), firms=firms)
    title = f"{{h|{_(STAGES[stage])}}}"
    if narrow:
        return f"{title}  {{c|{words}}}"
    return "\n".join([title, *(f"{{c|{part}}}" for part in words.split(" · "))])


def _band(stage: str, graph: Graph, places: dict[str, Point], *, narrow: bool) -> list[Option]:
    members = {n: data for n, data in segments(graph).items() if data["stage"] == stage}
    low, high = _span([places[node] for node in members], narrow=narrow)
    words = {"label": {"formatter": _heading(stage, list(members.values()), narrow=narrow)}}
    if narrow:
        return [{"coord": [0, low]} | words, {"coord": [1, high]}]
    return [{"coord": [low, TOP]} | words, {"coord": [high, BOTTOM]}]


def bands(graph: Graph, places: dict[str, Point], paint: Theme, *, narrow: bool) -> Option:
    """The tinted stages with their headings, carried by a series without data."""
    present = {data["stage"] for data in segments(graph).values()}
    stages = [stage for stage in STAGES if stage in present]
    heading = {"position": "insideTopLeft" if narrow else "insideTop", "rich": rich(paint)}
    return {
        "id": "stages",
        "type": "scatter",
        "silent": True,
        "data": [],
        "markArea": {
            "silent": True,
            "itemStyle": {"color": paint.tint},
            "label": {"show": True, "distance": 8, **heading},
            "data": [_band(stage, graph, places, narrow=narrow) for stage in stages],
        },
    }
