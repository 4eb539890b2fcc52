"""The way of a loss from firm to firm as an ECharts option, step by step, particles on it."""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from chains.figures.hit import WAYS, keys
from chains.figures.options import Graph, Option, base, network, nothing, plane, rich, screens
from chains.figures.palette import Theme, theme
from chains.figures.picking import picked
from chains.figures.scene import (
    Places,
    Scene,
    Span,
    ground,
    grounds,
    headings,
    links,
    nodes,
    particles,
)
from chains.i18n import _
from chains.network.economy import OUTSIDE
from chains.network.steps import bands, columns, few, layers, ways

ROW, NARROW_ROW = 62, 90  # pixels of a row
FOOT = 18  # pixels under the last row of the columns, for its words
HEAD, LEGEND = 52, 34  # pixels of a column's heading, and of the legend
NARROW_LEGEND = 96
LOWEST = 330
PERIOD = 1.8  # seconds that a particle takes


def steps(graph: Graph) -> list[int]:
    """The steps that are drawn, in order."""
    return [int(graph.nodes[layer[0]]["step"]) for layer in layers(graph)]


def travel_height(graph: Graph) -> int:
    """The height in pixels at which the way reads on a telephone and on a projector."""
    drawn = layers(graph)
    tallest = max((len(layer) for layer in drawn), default=0)
    below = bands(few(graph, drawn))[1]
    narrow = NARROW_LEGEND + (below[-1][1] if below else 0) * NARROW_ROW
    return max(LOWEST, tallest * ROW + HEAD + FOOT + LEGEND, round(narrow))


def _columns(scene: Scene) -> Option:
    """The wide drawing: a column for each step; first the firms that the narrow one has too."""
    count, rows = len(scene.drawn), max(map(len, scene.drawn)) * ROW
    top, bottom = -HEAD / rows, 1 + FOOT / rows
    spans: list[Span] = [([i + 0.02, top], [i + 0.98, bottom]) for i in range(count)]
    grid = {"left": 2, "right": 2, "top": LEGEND, "bottom": 4}
    legend = {"right": 8, "top": 2, "left": "auto", "itemGap": 20}
    room = plane((0.0, float(count)), (top, bottom), grid)
    first = [firm for layer in few(scene.graph, scene.drawn) for firm in layer]
    places = columns(scene.drawn)
    ordered = {firm: places[firm] for firm in dict.fromkeys([*first, *places])}
    return {"legend": legend, **room, "series": _series(scene, spans, ordered, narrow=False)}


def _bands(scene: Scene) -> Option:
    """The drawing for a telephone: a band for each step, one under another."""
    places, ends = bands(scene.drawn)
    spans: list[Span] = [([0.0, low], [1.0, high]) for low, high in ends]
    grid = {"left": 2, "right": 2, "top": NARROW_LEGEND, "bottom": 4}
    legend = {"left": "center", "right": "auto", "top": 0, "itemGap": 10}
    room = plane((0.0, 1.0), (0.0, ends[-1][1]), grid)
    return {"legend": legend, **room, "series": _series(scene, spans, places, narrow=True)}


def _series(scene: Scene, spans: list[Span], places: Places, *, narrow: bool) -> list[Option]:
    drawn = {
        "id": "travel",
        "data": nodes(scene, places, narrow=narrow),
        "links": links(scene),
    }
    moving = [{"id": kind, "data": particles(scene, places, kind)} for kind in WAYS]
    heads = headings(scene, spans, narrow=narrow)
    return [grounds(scene, spans), drawn, *moving, heads]


def _network(names: list[str], paint: Theme) -> Option:
    """What the firms and the ways look like on all screens."""
    return network("travel", names) | {
        "edgeSymbol": ["none", "arrow"],
        "edgeSymbolSize": 9,
        "label": {"show": True, "position": "bottom", "distance": 3, "rich": rich(paint)}
        | ground(paint),
        "emphasis": {"focus": "adjacency", "scale": 1.1},
        "select": {"itemStyle": {"borderColor": paint.accent, "borderWidth": 4}},
    }


def _runner(kind: str, scene: Scene) -> Option:
    """The series whose particles run along one kind of way."""
    effect = {
        "show": scene.moving,
        "period": PERIOD,
        "trailLength": 0,
        "symbol": WAYS[kind].symbol,
        "symbolSize": 8,
        "color": WAYS[kind].colour(scene.paint),
    }
    return {
        "id": kind,
        "type": "lines",
        "coordinateSystem": "cartesian2d",
        "z": 4,
        "silent": True,
        "lineStyle": {"opacity": 0},
        "effect": effect,
        "data": [],
    }


def _common(scene: Scene) -> Option:
    """What both drawings share; the grounds too, which ECharts does not add to a series later."""
    entries = keys(scene.graph, scene.drawn, scene.ways, scene.paint)
    legend = {
        "data": entries,
        "itemWidth": 20,
        "itemHeight": 13,
        "selectedMode": False,
        "textStyle": {"color": scene.paint.ink, "fontSize": 13},
    }
    spans: list[Span] = [([i, 0.0], [i + 1, 1.0]) for i in range(len(scene.drawn))]
    drawn = _network([entry["name"] for entry in entries], scene.paint)
    runners = [_runner(kind, scene) for kind in WAYS]
    series = [grounds(scene, spans), drawn, *runners, headings(scene, spans, narrow=False)]
    calm = {} if scene.moving else {"animation": False}
    return base(scene.paint) | calm | {"legend": legend, "series": series}


def travel(
    graph: Graph,
    *,
    step: int | None = None,
    counts: Mapping[int, int] | None = None,
    moving: bool = False,
    dark: bool = False,
) -> Option:
    """The ECharts option of a loss that travelled up to `step`, the last one unless given.

    Nodes have name, segment, step, loss (a share) and lost (万元); edges lead from the cause to the
    firm and have a kind, "supply" or "demand". `counts` is step -> firms that were first hit in it.
    Places are the same at every step. With `moving` particles run along the ways of the step.
    """
    paint, drawn = theme(dark=dark), layers(graph)
    if not drawn:
        return nothing(_("The loss reaches nobody."), paint)
    last = int(graph.nodes[drawn[-1][0]]["step"])
    at = last if step is None else step
    scene = Scene(graph, drawn, ways(graph, drawn), counts or {}, at, moving, paint)
    less = few(graph, drawn)
    narrow = replace(scene, drawn=less, ways=ways(graph, less))
    return screens(_common(scene), _columns(scene), _bands(narrow))


def travel_picked(state: Mapping[str, Any] | None, option: Option) -> str | None:
    """The firm that was clicked in either drawing: the firms of the narrow one come first in both.

    What stands for a product from outside is no firm.
    """
    if not option.get("media"):
        return None
    firm = picked(state, option["media"][1]["option"])
    return None if firm is None or firm.startswith(OUTSIDE) else firm


def travel_words(graph: Graph, step: int) -> str:
    """The picture in one sentence, for screen readers (`alt`)."""
    reached = [data for _firm, data in graph.nodes(data=True) if data["step"] <= step]
    worst = max((float(data["loss"]) for data in reached if data["step"]), default=math.nan)
    if math.isnan(worst):
        return _("What stops, before anybody else is hit: {count} firms", count=len(reached))
    return _(
        "After step {step} the loss has reached {count} of the firms drawn; the hardest hit loses "
        "{worst}",
        step=step,
        count=len(reached),
        worst=f"{worst:.0%}",
    )
