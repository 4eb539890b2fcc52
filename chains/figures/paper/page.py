"""A drawing as one HTML file that opens offline: plotly with its script inside, to pan and zoom."""

from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

import plotly.graph_objects as go
from plotly.io import to_html

from chains.figures.options import Option
from chains.figures.palette import FONT
from chains.figures.paper.marks import Area, Drawing, Spot, Stroke
from chains.figures.paper.notes import area, ring
from chains.figures.paper.sheet import blanks, edition, heading
from chains.figures.paper.sketch import sketch
from chains.figures.paper.traces import keys, spots
from chains.figures.paper.ways import arrows, ends, strokes
from chains.i18n import _, language
from chains.network.exchange import Imprint, legible

SIZE = (1500.0, 900.0)
AIR = 8.0  # pixels above and below what is drawn
LOCKED = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:"
)
LEGEND = {
    "orientation": "h",
    "x": 0,
    "y": 1.01,
    "yanchor": "bottom",
    "itemclick": False,
    "itemdoubleclick": False,
}
TOOLS = {
    "scrollZoom": True,
    "displaylogo": False,
    "responsive": True,
    "modeBarButtons": [["toImage", "pan2d", "zoom2d", "zoomIn2d", "zoomOut2d", "resetScale2d"]],
}
PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="{description}">
<title>{title}</title>
<style>
html, body {{ height: 100%; margin: 0; background: {paper}; color: {ink}; font-family: {font}; }}
body {{ display: flex; flex-direction: column; }}
header, footer {{ padding: 10px 18px; }}
h1 {{ font-size: 22px; margin: 0; overflow-wrap: anywhere; }}
p {{ font-size: 13px; color: {muted}; margin: 2px 0; }}
footer {{ order: 2; }}
main {{ flex: 1; order: 1; min-height: 640px; overflow: auto; }}
main > div {{ min-width: 960px; height: 100%; }}
</style>
</head>
<body>
<header><h1>{title}</h1><p>{heading}</p><p>{edition} · {hint}</p></header>
<footer><p>{source}</p></footer>
<main>{figure}</main>
</body>
</html>
"""


def page(option: Option, imprint: Imprint) -> bytes:
    """The option as an HTML file with the same nodes, links, labels and tooltips.

    It asks no other computer for anything, and its own policy forbids it to.
    """
    drawing = sketch(option, SIZE)
    figure = to_html(
        _figure(drawing),
        full_html=False,
        include_plotlyjs=True,
        div_id="figure",
        default_width="100%",
        default_height="100%",
        config=TOOLS,
    )
    said = {
        "title": imprint.title,
        "heading": heading(drawing, imprint),
        "edition": edition(imprint),
        "hint": _("Drag to move, turn the wheel to zoom, point at a node to read it."),
        "source": imprint.source,
        "description": " · ".join(filter(None, (imprint.title, edition(imprint), imprint.source))),
    }
    safe = {name: escape(legible(text)) for name, text in said.items()}
    return PAGE.format(
        **safe,
        figure=figure,
        language=language(),
        policy=LOCKED,
        paper=drawing.paper,
        ink=drawing.ink,
        muted=drawing.muted,
        font=FONT,
    ).encode()


def _figure(drawing: Drawing) -> go.Figure:
    """Areas and dashed rings as shapes, links under nodes, words as the nodes' own."""
    marks = drawing.marks
    tinted = [mark for mark in marks if isinstance(mark, Area)]
    linked = [mark for mark in marks if isinstance(mark, Stroke)]
    dotted = [mark for mark in marks if isinstance(mark, Spot)]
    words = [one for one in map(area, tinted) if one]
    above, below = blanks(drawing)
    axis = {"visible": False, "showgrid": False, "zeroline": False}
    return go.Figure(
        data=[*_traces(linked, dotted, drawing)],
        layout={
            "xaxis": axis | {"range": [0, drawing.width]},
            "yaxis": axis | {"range": [drawing.height - below + AIR, above - AIR]},
            "shapes": [*_shapes(tinted), *(one for one in map(ring, dotted) if one)],
            "annotations": words,
            "margin": {"l": 6, "r": 6, "t": 6, "b": 6},
            "dragmode": "pan",
            "hovermode": "closest",
            "showlegend": bool(drawing.keys),
            "legend": LEGEND,
            "font": {"family": FONT, "size": 13, "color": drawing.ink},
            "hoverlabel": {
                "bgcolor": drawing.paper,
                "bordercolor": drawing.muted,
                "font": {"family": FONT, "size": 13, "color": drawing.ink},
                "align": "left",
            },
            "paper_bgcolor": drawing.paper,
            "plot_bgcolor": drawing.paper,
        },
    )


def _shapes(tinted: Iterable[Area]) -> Iterator[dict[str, Any]]:
    for one in tinted:
        (x0, y0), (x1, y1) = one.start, one.end
        yield {
            "type": "rect",
            "layer": "below",
            "x0": x0,
            "x1": x1,
            "y0": y0,
            "y1": y1,
            "fillcolor": one.fill,
            "opacity": one.opacity,
            "line": {"width": 0},
        }


def _traces(linked: list[Stroke], dotted: list[Spot], drawing: Drawing) -> Iterator[dict[str, Any]]:
    yield from strokes(linked)
    yield from arrows([one for one in linked if one.arrow])
    yield from ends(linked)
    yield from spots(dotted, drawing.ink, drawing.paper)
    yield from keys(drawing.keys)
