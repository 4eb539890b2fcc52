"""The series of an option as marks: scatter, graph, lines, and the areas and lines they carry."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from chains.figures.options import Option
from chains.figures.paper.captions import Words, caption
from chains.figures.paper.links import bent, headed
from chains.figures.paper.marks import Area, Mark, Point, Spot, Stroke
from chains.figures.paper.planes import Placed

INVISIBLE = ("transparent", "none", "rgba(0,0,0,0)")
THICKER = 2.6  # a head's length against the width of its line, at least
Made = Callable[[Option, Placed, str], Iterator[Mark]]


def colour(value: Any, default: str = "none") -> str:
    """A colour as text; one of ECharts' gradients or patterns cannot be drawn."""
    if value is None:
        return default
    if not isinstance(value, str):
        raise TypeError(f"a colour is a text on paper, not {value!r}")
    return "none" if value.replace(" ", "") in INVISIBLE else value


def _over(series: Option, item: Mapping[str, Any], name: str) -> dict[str, Any]:
    """A style of the series with the item's own over it."""
    return {**series.get(name, {}), **item.get(name, {})}


def _value(item: Any) -> Any:
    return item["value"] if isinstance(item, Mapping) else item


def _hover(item: Mapping[str, Any]) -> str:
    return str(item.get("tooltip", {}).get("formatter", ""))


def _pair(size: Any) -> Point:
    if isinstance(size, int | float):
        return float(size), float(size)
    return float(size[0]), float(size[1])


def spot(series: Option, item: Any, at: Point, ink: str) -> Spot:
    """One node or dot of a series."""
    one: Mapping[str, Any] = item if isinstance(item, Mapping) else {}
    style = _over(series, one, "itemStyle")
    width, height = _pair(one.get("symbolSize", series.get("symbolSize", 10)))
    aside = _pair(one.get("symbolOffset", series.get("symbolOffset", 0)))
    value = "" if series["type"] == "graph" else _value(item)[-1]
    return Spot(
        (at[0] + aside[0], at[1] + aside[1]),
        str(one.get("symbol", series.get("symbol", "circle"))),
        width,
        height,
        colour(style.get("color")),
        colour(style.get("borderColor")),
        float(style.get("borderWidth", 0)),
        str(style.get("borderType", "solid")),
        float(style.get("opacity", 1)),
        caption(_over(series, one, "label"), Words(str(one.get("name", "")), str(value)), ink),
        _hover(one),
    )


def _scatter(series: Option, placed: Placed, ink: str) -> Iterator[Mark]:
    for item in series.get("data", []):
        yield spot(series, item, placed(_value(item)), ink)


def _graph(series: Option, placed: Placed, ink: str) -> Iterator[Mark]:
    """The links of a graph, then its nodes."""
    nodes = {
        str(item.get("id", item.get("name"))): spot(series, item, placed(item["value"]), ink)
        for item in series.get("data", [])
    }
    names = list(nodes)
    for link in series.get("links") or series.get("edges") or []:
        ends = [
            nodes[names[end] if isinstance(end, int) else str(end)]
            for end in (link["source"], link["target"])
        ]
        yield _link(series, link, ends[0], ends[1], ink)
    yield from nodes.values()


def _link(series: Option, link: Mapping[str, Any], start: Spot, end: Spot, ink: str) -> Stroke:
    style = _over(series, link, "lineStyle")
    head = _head(link.get("symbol", series.get("edgeSymbol")), series.get("edgeSymbolSize"), style)
    drawn = replace(_stroke((start.at, end.at), style, ink), hover=_hover(link))
    return headed(drawn, head, max(end.width, end.height) / 2)


def _head(symbols: Any, size: Any, style: Mapping[str, Any]) -> float:
    """How long the head at the end of a line is; a thick line has a larger one, to be seen."""
    symbols = [symbols, symbols] if isinstance(symbols, str) else symbols or ["none", "none"]
    if symbols[1] == "none":
        return 0.0
    asked = _pair(10 if size is None else size)[1]
    return max(asked, THICKER * float(style.get("width", 1)))


def _stroke(points: tuple[Point, ...], style: Mapping[str, Any], ink: str) -> Stroke:
    bow = float(style.get("curveness", 0)) if len(points) == 2 else 0.0
    return Stroke(
        points,
        colour(style.get("color"), ink),
        float(style.get("width", 1)),
        str(style.get("type", "solid")),
        float(style.get("opacity", 0.5)),
        bent(points[0], points[-1], bow),
    )


def _lines(series: Option, placed: Placed, ink: str) -> Iterator[Mark]:
    """Lines between coordinates; their moving effect stands still."""
    for item in series.get("data", []):
        one: Mapping[str, Any] = item if isinstance(item, Mapping) else {"coords": item}
        points = tuple(placed(at) for at in one["coords"])
        style = _over(series, one, "lineStyle")
        head = _head(series.get("symbol"), series.get("symbolSize"), style)
        yield headed(replace(_stroke(points, style, ink), hover=_hover(one)), head, 0.0)


def areas(series: Option, placed: Placed, ink: str) -> Iterator[Mark]:
    """The areas that a series carries."""
    carried = series.get("markArea", {})
    for first, second in carried.get("data", []):
        style, label = _over(carried, first, "itemStyle"), _over(carried, first, "label")
        yield Area(
            placed(first["coord"]),
            placed(second["coord"]),
            colour(style.get("color")),
            float(style.get("opacity", 1)),
            caption({"position": "top", **label}, Words(str(first.get("name", ""))), ink),
        )


MAKES: Mapping[str, Made] = {
    "scatter": _scatter,
    "effectScatter": _scatter,
    "graph": _graph,
    "lines": _lines,
}


def marks(series: Option, placed: Placed, ink: str) -> Iterator[Mark]:
    """What a series draws; ValueError for a kind that paper does not know."""
    if series["type"] not in MAKES:
        raise ValueError(f"a series of type {series['type']} has no form on paper")
    return MAKES[series["type"]](series, placed, ink)
