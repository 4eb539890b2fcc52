"""The chains as bubbles and what ties them together as arcs beside them, as an ECharts graph."""

import math
from dataclasses import dataclass
from typing import Any

import pandas as pd

from chains.figures import numbers
from chains.figures.nine.mark import CHAIN
from chains.figures.nine.room import Room
from chains.figures.nodes import SHARP
from chains.figures.options import Option
from chains.figures.palette import Theme, light
from chains.figures.words import html, lines
from chains.i18n import _
from chains.network.lanes import Lanes
from chains.network.ties import Tie

SMALLEST = 12.0
MIDDLE = 0.46  # of a lane, where its bubble stands
THIN, THICK = 1.0, 4.0  # pixels of the weakest and of the strongest tie
NEAREST = 0.3  # of the depth that is there, for the arc between neighbours


@dataclass(frozen=True)
class Kind:
    """How one kind of tie looks: its colour and its dash tell it apart, each alone."""

    colour: str
    dash: str
    arrow: str


def supply(paint: Theme) -> Kind:
    """Supply: solid, with an arrow towards the chain that buys more."""
    return Kind(paint.muted, "solid", "arrow")


def shared(paint: Theme) -> Kind:
    """Shared firms: dashed, in another colour, without an arrow."""
    return Kind(paint.accent, "dashed", "none")


def _tooltip(row: Any) -> str:
    seen = light(row.light)
    output = _("Output this year: {money}", money=numbers.money(row.output_ytd))
    return lines(html(str(row.name)), f"{seen.mark} {html(_(seen.word))}", html(output))


def bubble(row: Any, lane: int, most: float, room: Room, paint: Theme) -> Option:
    """A chain: area for its output, colour and shape for its light."""
    seen = light(row.light)
    amount = 0.0 if pd.isna(row.output_ytd) else max(float(row.output_ytd), 0.0)
    size = max(room.biggest_bubble * math.sqrt(amount / most if most else 0.0), SMALLEST)
    return {
        "id": f"{CHAIN}{row.chain_id}",
        "name": str(row.name),
        "value": [room.bubble, lane + MIDDLE],
        "symbol": seen.shape,
        "symbolSize": round(size * SHARP.get(seen.shape, 1.0), 1),
        "itemStyle": {
            "color": seen.fill(paint),
            "borderColor": seen.edge(paint),
            "borderWidth": 1.5,
        },
        "tooltip": {"formatter": _tooltip(row)},
    }


def _bow(start: int, end: int, furthest: int, room: Room) -> float:
    """The curveness with which an arc bows to the left, the deeper the further it reaches."""
    span = abs(end - start)
    share = NEAREST + (1 - NEAREST) * (span - 1) / max(furthest - 1, 1)
    depth = 2 * room.depth * share / (room.lane * span)
    return round(depth if end < start else -depth, 4)


def _supplied(tie: Tie, names: dict[str, str]) -> str:
    return lines(
        html(_("{start} supplies {end}", start=names[tie.start], end=names[tie.end])),
        html(_("{money} a year", money=numbers.money(tie.there))),
        html(_("The other way {money}", money=numbers.money(tie.back))),
        html(_("{count} supply links both ways", count=numbers.count(tie.links))),
    )


def _stands_in_both(tie: Tie, names: dict[str, str]) -> str:
    return lines(
        html(_("{start} and {end}", start=names[tie.start], end=names[tie.end])),
        html(_("{count} firms stand in both", count=numbers.count(tie.links))),
    )


def arcs(
    ties: list[Tie], kind: Kind, names: dict[str, str], lanes: Lanes, room: Room
) -> list[Option]:
    """One kind of ties as links; a tie of a chain without a lane is left out."""
    row = {chain: number for number, chain in enumerate(lanes.chains)}
    drawn = [tie for tie in ties if tie.start in row and tie.end in row]
    most = max((tie.total for tie in drawn), default=0.0)
    furthest = max((abs(row[tie.start] - row[tie.end]) for tie in drawn), default=1)
    hover = _supplied if kind.arrow == "arrow" else _stands_in_both
    return [
        {
            "source": f"{CHAIN}{tie.start}",
            "target": f"{CHAIN}{tie.end}",
            "symbol": ["none", kind.arrow],
            "lineStyle": {
                "color": kind.colour,
                "type": kind.dash,
                "width": round(
                    THIN + (THICK - THIN) * math.sqrt(tie.total / most if most else 0), 2
                ),
                "curveness": _bow(row[tie.start], row[tie.end], furthest, room),
            },
            "tooltip": {"formatter": hover(tie, names)},
        }
        for tie in drawn
    ]


def style(paint: Theme) -> Option:
    """What the bubbles and arcs look like on all screens."""
    return {
        "id": "ties",
        "type": "graph",
        "coordinateSystem": "cartesian2d",
        "layout": "none",
        "z": 4,
        "selectedMode": "single",
        "cursor": "pointer",
        "edgeSymbol": ["none", "none"],
        "edgeSymbolSize": 8,
        "label": {"show": False},
        "lineStyle": {"opacity": 0.6},
        "emphasis": {
            "focus": "adjacency",
            "blurScope": "series",
            "scale": 1.1,
            "lineStyle": {"opacity": 1},
        },
        "blur": {"itemStyle": {"opacity": 0.35}, "lineStyle": {"opacity": 0.08}},
        "select": {"itemStyle": {"borderColor": paint.accent, "borderWidth": 4}},
    }
