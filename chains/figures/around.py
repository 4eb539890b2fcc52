"""The tinted columns of an ego network with their headings; on a telephone its groups."""

from chains.errors import N_
from chains.figures import numbers
from chains.figures.options import Graph, Option, rich
from chains.figures.partners import View
from chains.i18n import _

HEADINGS = {
    -2: N_("Their suppliers"),
    -1: N_("Suppliers"),
    0: N_("The firm"),
    1: N_("Customers"),
    2: N_("Their customers"),
}


def members(graph: Graph, column: int) -> int:
    """How many firms stand in a column, the gathered ones too."""
    return sum(data["count"] for _n, data in graph.nodes(data=True) if data["column"] == column)


def bands(graph: Graph, view: View) -> Option:
    """The tinted columns with their headings, carried by a series without data."""
    heading = {
        "position": "insideTopRight" if view.narrow else "insideTop",
        "rich": rich(view.paint),
    }
    return {
        "id": "columns",
        "type": "scatter",
        "silent": True,
        "data": [],
        "markArea": {
            "silent": True,
            "itemStyle": {"color": view.paint.tint},
            "label": {"show": True, "distance": 6, **heading},
            "data": [band for column in HEADINGS for band in _band(graph, view, column)],
        },
    }


def _band(graph: Graph, view: View, column: int) -> list[list[Option]]:
    """A column's corners with its heading; none on a telephone for what is not drawn there."""
    heights = [
        view.places[node][1]
        for node, data in graph.nodes(data=True)
        if data["column"] == column and node in view.places
    ]
    if view.narrow and not heights:
        return []
    words = {"label": {"formatter": _heading(graph, column, narrow=view.narrow)}}
    if view.narrow:
        return [[{"coord": [0, min(heights) - 1.4]} | words, {"coord": [1, max(heights) + 0.5]}]]
    return [[{"coord": [column + 1.53, -0.1]} | words, {"coord": [column + 2.47, 1.02]}]]


def _heading(graph: Graph, column: int, *, narrow: bool) -> str:
    title = f"{{h|{_(HEADINGS[column])}}}"
    if column == 0:
        return title
    words = _("{count} firms", count=numbers.count(members(graph, column)))
    money = graph.graph["bought"] if column == -1 else graph.graph["sold"]
    words += f" · {numbers.money(money)}" if abs(column) == 1 and money else ""
    return f"{title}{'  ' if narrow else chr(10)}{{c|{words}}}"
