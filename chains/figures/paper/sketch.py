"""A whole option as a drawing of a given size: its series in order, its legend, its titles."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from chains.figures.options import Option
from chains.figures.palette import DARK, LIGHT, Theme
from chains.figures.paper.captions import Words, caption
from chains.figures.paper.marks import Drawing, Mark, Point, Spot
from chains.figures.paper.planes import MIDDLE, measure, natural, plane
from chains.figures.paper.series import areas, colour, marks
from chains.figures.paper.settling import settled

KEY = 14.0  # pixels of a symbol in the legend
ROUND = ("circle", "diamond", "triangle")  # symbols of the legend that are not stretched
TOP = 40  # pixels down to which a title is the figure's heading
LAYER = 2  # ECharts' own `z` of a series


def sketch(option: Option, size: Point) -> Drawing:
    """The drawing of an ECharts option, of the kinds that our figures use, on paper of this size.

    An option whose grid has fixed pixels gets a drawing that is larger by one factor on both sides,
    or smaller, to be scaled as a whole.
    """
    whole, paint = settled(option, size[0]), theme_of(option)
    size = natural(whole, size)
    drawn = tuple(_marks(whole, size, paint))
    keys = tuple(_keys(whole, paint))
    heading = tuple(text for one in whole["title"] if _over(one) for text in _said(one))
    return Drawing(*size, drawn, keys, paint.paper, paint.ink, paint.muted, heading)


def theme_of(option: Option) -> Theme:
    """The theme in which an option was drawn: its texts' colour tells."""
    base = option.get("baseOption", option)
    return DARK if base.get("textStyle", {}).get("color") == DARK.ink else LIGHT


def _marks(whole: Option, size: Point, paint: Theme) -> Iterator[Mark]:
    """Areas lie lowest, then the series by their `z`, then the titles."""
    series = sorted(whole["series"], key=lambda one: one.get("z", LAYER))
    planes = [(one, plane(whole, one, size)) for one in series]
    for one, placed in planes:
        yield from areas(one, placed, paint.ink)
    for one, placed in planes:
        yield from marks(one, placed, paint.ink)
    for one in whole["title"]:
        if one.get("text") and not _over(one):
            yield _title(one, size, paint)


def _over(title: Mapping[str, Any]) -> bool:
    """Whether a title stands above its figure, where a sheet has a heading of its own."""
    top = title.get("top", 0)
    return isinstance(top, int | float) and top <= TOP


def _said(title: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(title[name]) for name in ("text", "subtext") if title.get(name))


def _title(title: Mapping[str, Any], size: Point, paint: Theme) -> Spot:
    """A title as a caption without a symbol."""
    style = {"fontSize": 18, "fontWeight": "bold", "show": True, **title.get("textStyle", {})}
    left, top = title.get("left", 0), title.get("top", 0)
    centre = left in MIDDLE
    x = size[0] / 2 if centre else measure(left, size[0], 0.0)
    y = size[1] / 2 if top in MIDDLE else measure(top, size[1], 0.0)
    said = caption(style, Words(str(title["text"])), paint.ink)
    if said:
        where = "inside" if top in MIDDLE else "bottom"
        said = replace(said, position=where, distance=0.0, align="" if centre else "left")
    return Spot((x, y), "none", 0.0, 0.0, caption=said)


def _keys(whole: Option, paint: Theme) -> Iterator[Spot]:
    """The entries of the legends, still without a place."""
    for legend in whole["legend"]:
        for entry in legend.get("data", []) if legend.get("show", True) else []:
            one = {"name": entry} if isinstance(entry, str) else entry
            yield _key(one, legend, _drawn_as(one["name"], whole), paint)


def _drawn_as(name: str, whole: Option) -> dict[str, Any]:
    """How the series or the category of this name looks."""
    known = [*whole["series"], *(c for s in whole["series"] for c in s.get("categories", []))]
    return next((dict(one) for one in known if one.get("name") == name), {})


def _key(entry: Mapping[str, Any], legend: Option, drawn: Mapping[str, Any], paint: Theme) -> Spot:
    styles = (drawn.get(kind, {}) for kind in ("lineStyle", "itemStyle"))
    style: dict[str, Any] = {}
    for one in (*styles, entry.get("itemStyle", {})):
        style |= one
    words = {"show": True, "fontSize": 13, **legend.get("textStyle", {}), "position": "right"}
    icon = str(entry.get("icon") or drawn.get("symbol") or "circle")
    wide = KEY if icon in ROUND else legend.get("itemWidth", 25)
    dash = str(style.get("borderType", style.get("type", "solid")))
    return Spot(
        (0.0, 0.0),
        icon,
        float(wide),
        float(legend.get("itemHeight", KEY)),
        colour(style.get("color"), paint.muted),
        colour(style.get("borderColor")),
        float(style.get("borderWidth", 0)),
        dash,
        caption=caption(words, Words(str(entry["name"])), paint.ink),
    )
