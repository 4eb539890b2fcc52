"""What is drawn of a travelling loss at one step, as ECharts data: grounds, firms, ways."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from chains.figures import numbers
from chains.figures.hit import item, stroke
from chains.figures.options import Graph, Option, rich
from chains.figures.palette import Theme
from chains.i18n import _
from chains.network.economy import OUTSIDE

Places: TypeAlias = dict[str, tuple[float, float]]
Span: TypeAlias = tuple[list[float], list[float]]  # two corners

WIDEST, ROOM = 16, 80  # letters of a name, and of all columns side by side


@dataclass(frozen=True)
class Scene:
    """The firms by step, the ways between them, the firms hit in each step, and the step shown."""

    graph: Graph
    drawn: list[list[str]]
    ways: list[tuple[str, str]]
    counts: Mapping[int, int]
    step: int
    moving: bool
    paint: Theme

    def reached(self, firm: str) -> bool:
        """Whether the loss has come to a firm by this step."""
        return int(self.graph.nodes[firm]["step"]) <= self.step


def _heading(scene: Scene, layer: list[str], *, narrow: bool) -> str:
    """The step, and how many firms it hit first, of whom how many are drawn."""
    step = int(scene.graph.nodes[layer[0]]["step"])
    title = _("Step {step}", step=step) if step else _("Stopped")
    if all(firm.startswith(OUTSIDE) for firm in layer):
        return f"{{h|{title}}}"
    hit, drawn = scene.counts.get(step, len(layer)), len(layer)
    words = (
        _("{count} firms", count=numbers.count(hit))
        if hit <= drawn
        else _("{count} firms, {drawn} drawn", count=numbers.count(hit), drawn=drawn)
    )
    return f"{{h|{title}}}{'  ' if narrow else chr(10)}{{c|{words}}}"


def ground(paint: Theme) -> Option:
    """What keeps words readable where ways pass behind them."""
    return {"backgroundColor": f"{paint.tint}D8", "borderRadius": 3, "padding": [1, 3]}


def grounds(scene: Scene, spans: list[Span]) -> Option:
    """The tinted ground of each step, carried by a series without data."""
    return {
        "id": "steps",
        "type": "scatter",
        "silent": True,
        "data": [],
        "markArea": {
            "silent": True,
            "itemStyle": {"color": scene.paint.tint},
            "data": [[{"coord": low}, {"coord": high}] for low, high in spans],
        },
    }


def headings(scene: Scene, spans: list[Span], *, narrow: bool) -> Option:
    """The words over each step, before all ways that pass behind them."""
    place = (
        {"position": "right", "offset": [4, 15]}
        if narrow
        else {"position": "bottom", "distance": 4}
    )
    data = [
        {
            "value": [low[0] if narrow else (low[0] + high[0]) / 2, low[1]],
            "label": {"formatter": _heading(scene, layer, narrow=narrow)} | place,
        }
        for layer, (low, high) in zip(scene.drawn, spans, strict=True)
    ]
    return {
        "id": "headings",
        "type": "scatter",
        "silent": True,
        "z": 5,
        "symbolSize": 1,
        "itemStyle": {"color": "transparent", "opacity": 1},
        "label": {"show": True, "rich": rich(scene.paint)} | ground(scene.paint),
        "data": data,
    }


def nodes(scene: Scene, places: Places, *, narrow: bool) -> list[Option]:
    """The firms at their places, in the order of the places."""
    letters = 0 if narrow else min(WIDEST, ROOM // len(scene.drawn) - 1)
    return [
        {"id": firm, "value": [round(x, 4), round(y, 4)]}
        | item(scene.graph, firm, scene.paint, reached=scene.reached(firm), letters=letters)
        for firm, (x, y) in places.items()
    ]


def links(scene: Scene) -> list[Option]:
    """The ways; one that nothing came over yet is not seen."""
    return [
        {
            "source": start,
            "target": end,
            "lineStyle": stroke(scene.graph, start, end, scene.paint)
            | ({} if scene.reached(end) else {"opacity": 0}),
        }
        for start, end in scene.ways
    ]


def particles(scene: Scene, places: Places, kind: str) -> list[Option]:
    """The ways of one kind on which something moves: those of the step that is shown."""
    graph = scene.graph
    return [
        {"coords": [list(places[start]), list(places[end])]}
        for start, end in scene.ways
        if scene.moving
        and graph.nodes[end]["step"] == scene.step
        and graph.edges[start, end]["kind"] == kind
    ]
