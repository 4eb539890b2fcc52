"""What plotly draws beside its traces: shapes of fixed pixels, notes, and words as its HTML."""

from html import escape
from typing import Any

from chains.figures.paper.marks import Area, Caption, Line, Run, Spot
from chains.network.exchange import legible

CLEAR = "rgba(0,0,0,0)"
DASHES = {"dashed": "dash", "dotted": "dot"}


def shaped(spot: Spot) -> bool:
    """Whether a node is drawn as a shape, since no marker is wider than high."""
    return spot.shape != "none" and spot.width != spot.height


def ring(spot: Spot) -> dict[str, Any] | None:
    """What a marker cannot draw, in pixels around its point: a dashed rim, or a card with words."""
    card = shaped(spot)
    if spot.shape == "none" or not (card or spot.dash in DASHES):
        return None
    round_ = spot.shape.removeprefix("empty").lower() == "circle"
    found = {
        "type": "circle" if round_ else "rect",
        "xsizemode": "pixel",
        "ysizemode": "pixel",
        "xanchor": spot.at[0],
        "yanchor": spot.at[1],
        "x0": -spot.width / 2,
        "x1": spot.width / 2,
        "y0": -spot.height / 2,
        "y1": spot.height / 2,
        "fillcolor": spot.fill if card and spot.fill != "none" else CLEAR,
        "line": {
            "color": CLEAR if spot.edge == "none" else spot.edge,
            "width": spot.edge_width,
            "dash": "4px,3px" if spot.dash in DASHES else "solid",
        },
    }
    return found | {"label": {"text": words(spot.caption)}} if card and spot.caption else found


def area(one: Area) -> dict[str, Any] | None:
    """The words of an area, at its top."""
    if one.caption is None:
        return None
    left, right = sorted((one.start[0], one.end[0]))
    centred = "left" not in str(one.caption.position).lower()
    return {
        "x": (left + right) / 2 if centred else left,
        "y": min(one.start[1], one.end[1]),
        "xanchor": "center" if centred else "left",
        "yanchor": "top",
        "yshift": -one.caption.distance,
        "text": words(one.caption),
        "showarrow": False,
    }


def hover(text: str) -> str:
    """A tooltip's HTML with the entities that plotly knows."""
    return legible(text).replace("&quot;", '"').replace("&#x27;", "'")


def words(caption: Caption) -> str:
    """A caption as the HTML that plotly reads."""
    return "<br>".join(map(_line, caption.lines))


def _line(line: Line) -> str:
    return "".join(map(_run, line.runs))


def _run(run: Run) -> str:
    text = escape(legible(run.text), quote=False)
    bold = f"<b>{text}</b>" if run.bold else text
    return f'<span style="color:{run.colour};font-size:{run.size:.3g}px">{bold}</span>'
