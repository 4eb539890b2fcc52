"""The whole picture of the chains as one ECharts option for wide screens and telephones."""

from dataclasses import dataclass, field

import pandas as pd

from chains.figures.nine import arcs, captions, dots, room
from chains.figures.nine.keys import keys
from chains.figures.nine.mark import CHAIN
from chains.figures.nine.room import Room
from chains.figures.options import Option, base, nothing, screens
from chains.figures.palette import Theme, theme
from chains.i18n import _
from chains.network.lanes import Lanes
from chains.network.ties import Tie

BREAKPOINT = 860  # pixels of the chart's width up to which the narrow drawing is shown
FULL = 4000  # pixels: wider than any screen, so that a click anywhere in a lane is one on its chain
KINDS = {"supply": arcs.supply, "shared": arcs.shared}


@dataclass(frozen=True)
class Shown:
    """What the picture shows.

    `cards` are queries/chain_cards.sql, lit and counted; `segments` queries/nine_segments.sql, lit;
    `ties` the ties to draw, by kind ("supply", "shared").
    """

    lanes: Lanes
    cards: pd.DataFrame
    segments: pd.DataFrame
    ties: dict[str, list[Tie]] = field(default_factory=dict)


def nine_height(lanes: Lanes) -> int:
    """The height in pixels at which the picture reads both on a telephone and on a projector."""
    return room.height(lanes)


def _cells(shown: Shown, here: Room, paint: Theme) -> Option:
    """The tinted zones of every lane, carried by a series without data."""
    lanes, low = shown.lanes, 0.63 if here.narrow else 0.03
    cells = [
        [
            {"coord": [here.across(start, lanes.slots) + 1, lane + low]},
            {"coord": [here.across(start + slots, lanes.slots) - 1, lane + 0.97]},
        ]
        for lane in range(len(lanes.chains))
        for _stage, start, slots in lanes.zones
    ]
    area = {"silent": True, "itemStyle": {"color": paint.tint}, "data": cells}
    return {"id": "zones", "markArea": area, "data": []}


def _lanes(shown: Shown, here: Room) -> Option:
    """Unseen areas as wide as the screen, so that all of a lane leads to its chain."""
    data = [
        {
            "id": f"{CHAIN}{row.chain_id}",
            "name": str(row.name),
            "value": [here.width / 2, lane + 0.5],
            "symbolSize": [FULL, round(here.lane) - 2],
        }
        | ({} if here.narrow else {"tooltip": {"formatter": captions.tooltip(row)}})
        for lane, row in enumerate(shown.cards.itertuples(index=False))
    ]
    return {"id": "lanes", "data": data}


def _ties(shown: Shown, here: Room, paint: Theme) -> Option:
    most = max((one for one in shown.cards["output_ytd"] if pd.notna(one)), default=0.0)
    rows = list(shown.cards.itertuples(index=False))
    bubbles = [arcs.bubble(row, lane, most, here, paint) for lane, row in enumerate(rows)]
    names = {str(row.chain_id): str(row.name) for row in rows}
    links = [
        link
        for kind, ties in shown.ties.items()
        for link in arcs.arcs(ties, KINDS[kind](paint), names, shown.lanes, here)
    ]
    return {"id": "ties", "data": bubbles, "links": links}


def _drawing(shown: Shown, here: Room, paint: Theme) -> Option:
    kinds = [kind for kind, ties in shown.ties.items() if ties]
    names = [] if here.narrow else dots.names(shown.segments, shown.lanes, here, paint)
    return here.plane(len(shown.lanes.chains)) | {
        "legend": {"left": "center", "right": "auto", "top": 0, "itemGap": 10}
        if here.narrow
        else {"left": "auto", "right": 8, "top": 2, "itemGap": 20},
        "series": [
            _lanes(shown, here),
            _cells(shown, here, paint),
            _ties(shown, here, paint),
            {"id": "dots", "data": dots.dots(shown.segments, shown.lanes, here, paint)},
            {"id": "names", "data": names},
            {"id": "captions", "data": captions.captions(shown.cards, shown.lanes, kinds, here)},
        ],
    }


def _series(paint: Theme) -> list[Option]:
    """What the series look like on all screens, from the lowest to the highest."""
    clickable = {
        "type": "scatter",
        "selectedMode": "single",
        "cursor": "pointer",
        "tooltip": {"formatter": "{b}"},  # ECharts writes a name's HTML out as text
    }
    unseen = {"itemStyle": {"color": "rgba(0,0,0,0)"}, "symbol": "rect"}
    words = {"type": "scatter", "silent": True, "z": 6, **unseen}
    label = {"show": True, "position": "inside"}
    named = {"fontSize": dots.LETTER, "color": paint.muted}
    seen = {"itemStyle": {"opacity": 1, "borderWidth": 1}}
    carrier = {"type": "scatter", "silent": True, "z": 0, "data": []}
    return [
        {"id": "lanes", "z": 1, **unseen, **clickable, "emphasis": {"scale": False}},
        {"id": "zones", **carrier, "markArea": {"silent": True, "data": []}},
        arcs.style(paint),
        {"id": "dots", "z": 5, **seen, **clickable, "emphasis": {"scale": 1.3}},
        {"id": "names", **words, "label": label | named, "labelLayout": {"hideOverlap": True}},
        {
            "id": "captions",
            **words,
            "symbolSize": 0,
            "label": label | {"rich": captions.styles(paint)},
        },
    ]


def _common(shown: Shown, paint: Theme) -> Option:
    entries = keys(shown.cards, shown.segments, paint)
    legend = {
        "data": entries,
        "itemWidth": 14,
        "itemHeight": 14,
        "selectedMode": False,
        "textStyle": {"color": paint.ink, "fontSize": 13},
    }
    series = _series(paint)
    series[2] |= {"categories": [{"name": entry["name"]} for entry in entries]}
    return base(paint) | {"legend": legend, "series": series}


def nine(shown: Shown, *, dark: bool = False) -> Option:
    """The ECharts option of all chains, for `st.echarts_chart` with `on_select`.

    Read a click with `picked`, then `chain_id` or `segment_id`. Without a chain it is a sentence.
    """
    paint = theme(dark=dark)
    if shown.cards.empty:
        return nothing(_("There is no chain yet."), paint)
    option = screens(
        _common(shown, paint),
        _drawing(shown, room.wide(shown.lanes), paint),
        _drawing(shown, room.narrow(shown.lanes), paint),
    )
    option["media"][0]["query"] = {"maxWidth": BREAKPOINT}
    return option


def nine_words(shown: Shown) -> str:
    """The picture in one sentence, for screen readers (`alt`)."""
    cards = shown.cards
    return _(
        "{chains} chains with {segments} segments; without a local firm: {gaps}; in warning: "
        "{warnings}. The table under the picture says the same.",
        chains=len(cards),
        segments=len(shown.lanes.places),
        gaps=int(cards["gaps"].sum()),
        warnings=int(cards["warnings"].sum()),
    )
