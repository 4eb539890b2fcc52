"""The nodes of a drawing and its legend as plotly traces."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from html import escape

from chains.figures.paper.colours import parted
from chains.figures.paper.marks import Spot
from chains.figures.paper.notes import CLEAR, DASHES, hover, shaped, words
from chains.figures.paper.outlines import PATH
from chains.figures.paper.ways import Trace, grouped
from chains.network.exchange import legible

AIR = 5  # pixels between a node and its words, on each side
SYMBOLS = {
    "circle": "circle",
    "rect": "square",
    "roundrect": "square",
    "diamond": "diamond",
    "triangle": "triangle-up",
    "pin": "star-triangle-down",
    "arrow": "triangle-up",
    "none": "circle",
}
OWN = "line-ew"  # in the place of a path, which is always a sample of a line here
SIZES = {"diamond": 1 / 1.3}  # plotly draws it larger
SIDES = {"top": "top center", "bottom": "bottom center", "left": "middle left"}


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
    for side, found in grouped(told, _side).items():
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
    symbols = [_symbol(one.shape) for one in found]
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


def _symbol(shape: str) -> str:
    return OWN if shape.startswith(PATH) else SYMBOLS[shape.removeprefix("empty").lower()]


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
