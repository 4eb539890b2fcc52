"""The firms and links of an ego network as ECharts data: sizes, rims, captions, tooltips."""

import math
from dataclasses import dataclass
from typing import Any

from chains.figures import numbers
from chains.figures.options import Option
from chains.figures.palette import LIGHTS, Theme, light
from chains.figures.words import clipped, html, label, lines, short
from chains.i18n import _

DEPENDS = 0.5  # more than this share of a side's money: the firm hangs on one partner
SMALLEST = 13.0
LETTERS = 11  # of a firm's short name


@dataclass(frozen=True)
class View:
    """What one drawing depends on: the screen, the paper, where the nodes stand, how firms are."""

    narrow: bool
    paint: Theme
    places: dict[str, tuple[float, float]]
    states: dict[str, Any]  # uscc -> a row with light, segment, output_ytd

    @property
    def most(self) -> float:
        """The largest output of a firm in the picture, 万元."""
        return max([0.0, *(_output(row) for row in self.states.values())])


def state(code: str, states: dict[str, Any]) -> str:
    """The light of a firm; one that reports nothing has that of not reported."""
    found = getattr(states.get(code), "light", None)
    return found if found in LIGHTS else "not_reported"


def depends(data: dict[str, Any]) -> bool:
    """Whether more than half of a side's money goes through this one partner."""
    return data["kind"] == "firm" and (data["share"] or 0.0) > DEPENDS


def _output(row: Any) -> float:
    value = getattr(row, "output_ytd", None)
    return 0.0 if value is None or math.isnan(value) else max(float(value), 0.0)


def _segment(code: str, view: View) -> str:
    found = getattr(view.states.get(code), "segment", None)
    return found if isinstance(found, str) else ""


def item(node: str, data: dict[str, Any], view: View) -> Option:
    """A node: a firm, or the tile of those that are gathered."""
    drawn = _tile(data, view) if data["kind"] == "others" else _firm(data, view)
    return {"id": node, "value": [round(v, 4) for v in view.places[node]], **drawn}


def _tile(data: dict[str, Any], view: View) -> Option:
    words = _("{count} more firms", count=numbers.count(data["count"]))
    money = _("{money} a year", money=numbers.money(data["value"]))
    between = " · " if view.narrow else "\n"
    return {
        "name": words,
        "symbol": "rect",
        "symbolSize": 14,
        "itemStyle": {"color": view.paint.link, "borderColor": view.paint.ring, "borderWidth": 1},
        "label": {
            "position": _side(data["column"], view),
            "formatter": f"{{b|{words}}}{between}{{c|{money}}}",
        },
        "tooltip": {
            "formatter": lines(html(words), html(money), html(_("They are in the table.")))
        },
    }


def _firm(data: dict[str, Any], view: View) -> Option:
    seen, centre = light(state(data["uscc"], view.states)), data["column"] == 0
    return {
        "name": data["name"],
        "symbol": seen.shape,
        "symbolSize": _diameter(data, view),
        "itemStyle": {"color": seen.fill(view.paint), **_rim(data, seen.edge(view.paint), view)},
        "label": {"position": _side(data["column"], view), "formatter": _caption(data, view)},
        "tooltip": {"formatter": _tooltip(data, view)},
        "z": 5 if centre else 4,
    }


def _diameter(data: dict[str, Any], view: View) -> float:
    """In pixels; the area stands for output, down to a size that can be hit."""
    biggest = 20.0 if view.narrow else 34.0
    share = _output(view.states.get(data["uscc"])) / view.most if view.most else 0.0
    size = max(biggest * math.sqrt(share), SMALLEST)
    return round(max(size, biggest) if data["column"] == 0 else size, 1)


def _rim(data: dict[str, Any], edge: str, view: View) -> Option:
    if data["column"] == 0:
        return {"borderColor": view.paint.accent, "borderWidth": 4}
    if depends(data):
        return {"borderColor": view.paint.ring, "borderWidth": 4}
    return {"borderColor": edge, "borderWidth": 1.5}


def _side(column: int, view: View) -> str:
    """Names stand outside, away from the firm in the middle."""
    if view.narrow:
        return "right"
    return "bottom" if column == 0 else "left" if column < 0 else "right"


def _caption(data: dict[str, Any], view: View) -> str:
    """Short name and segment: one line on a telephone, two on a wide screen."""
    name = label(clipped(short(data["name"]), LETTERS))
    style = "h" if data["column"] == 0 and not view.narrow else "n"
    segment = label(clipped(_segment(data["uscc"], view), 8))
    if not segment:
        return f"{{{style}|{name}}}"
    return f"{{{style}|{name}}}{'  ' if view.narrow else chr(10)}{{c|{segment}}}"


def _tooltip(data: dict[str, Any], view: View) -> str:
    seen, row = light(state(data["uscc"], view.states)), view.states.get(data["uscc"])
    share = data["share"]
    rows = [html(data["name"]), html(_segment(data["uscc"], view))]
    rows.append(f"{seen.mark} {html(_(seen.word))}")
    rows.append(html(_("Output this year: {money}", money=numbers.money(_known(row)))))
    if data["column"]:
        rows.append(html(_("{money} a year", money=numbers.money(data["value"]))))
    if share is not None:
        side = _("of all that the firm buys here") if data["column"] < 0 else ""
        side = side or _("of all that the firm sells here")
        rows.append(f"{numbers.percent(share)} {html(side)}")
    rows += [html(_("Supplier and customer at once"))] if data["both"] else []
    return lines(*filter(None, rows))


def _known(row: Any) -> float | None:
    return getattr(row, "output_ytd", None)
