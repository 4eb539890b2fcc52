"""The segments of every lane as dots, and the names for which there is room."""

import math
from typing import Any

import pandas as pd

from chains.figures import numbers
from chains.figures.nine.mark import SEGMENT
from chains.figures.nine.room import Room
from chains.figures.nodes import SHARP
from chains.figures.options import Option
from chains.figures.palette import LIGHTS, Theme, light
from chains.figures.words import html, label, lines
from chains.i18n import _
from chains.network.crossings import Point
from chains.network.lanes import Lanes

SMALLEST = 8.0
NOTABLE = 0.5  # of the biggest dot: the least size of a gap, and of a segment of one firm
LINE = 14  # pixels from one line of names to the next
LETTER = 12  # pixels of a Chinese letter of a name; a Latin one takes about half
FURTHEST = 1490  # pixels of the widest chart for which names are chosen
Span = tuple[float, float, float]
RANKS = {"gap": 5, "danger": 4, "alone": 3, "warning": 2}  # the names that must be read first


def firms_of(row: Any) -> int:
    """How many firms a segment has; none known is none."""
    return 0 if pd.isna(row.firms) else int(row.firms)


def state(row: Any) -> str:
    """The light under which a segment is drawn: a gap before all else."""
    if not firms_of(row):
        return "gap"
    return row.light if row.light in LIGHTS else "not_reported"


def alone(row: Any) -> bool:
    """Whether the segment hangs on one firm."""
    return firms_of(row) == 1


def _size(row: Any, most: int, room: Room) -> float:
    """In pixels; the area stands for the firms, down to a size that can be seen."""
    full = room.biggest_dot * math.sqrt(firms_of(row) / max(most, 1))
    least = NOTABLE * room.biggest_dot if firms_of(row) < 2 else SMALLEST
    return round(max(full, least, SMALLEST) * SHARP.get(light(state(row)).shape, 1.0), 1)


def _rim(row: Any, paint: Theme) -> Option:
    if state(row) == "gap":
        return {"borderColor": paint.alarm, "borderWidth": 1.8, "borderType": "dashed"}
    if alone(row):
        return {"borderColor": paint.ring, "borderWidth": 3}
    seen = light(state(row))
    rim = seen.edge(paint)
    return {} if rim == seen.fill(paint) else {"borderColor": rim}


def _tooltip(row: Any) -> str:
    seen = light(state(row))
    rows = [
        html(str(row.segment)),
        f"{seen.mark} {html(_(seen.word))}",
        html(_("{count} firms", count=numbers.count(firms_of(row)))),
        html(numbers.money(row.output_ytd)),
    ]
    essential = pd.notna(row.essential) and bool(row.essential)
    notes = [_("Essential segment")] if essential else []
    return lines(*rows, *map(html, notes + ([_("Depends on one firm")] if alone(row) else [])))


def dot(row: Any, at: Point, most: int, room: Room, paint: Theme) -> Option:
    """One segment: size for its firms, colour and shape for its light, a rim if it is special."""
    seen = light(state(row))
    return {
        "id": f"{SEGMENT}{row.segment_id}",
        "name": str(row.segment),
        "value": [round(at[0], 1), round(at[1], 3)],
        "symbolSize": _size(row, most, room),
        "itemStyle": {"color": seen.fill(paint)} | _rim(row, paint),
        **({} if seen.shape == "circle" else {"symbol": seen.shape}),
        **({} if room.narrow else {"tooltip": {"formatter": _tooltip(row)}}),
    }


def dots(segments: pd.DataFrame, lanes: Lanes, room: Room, paint: Theme) -> list[Option]:
    """Every segment that has a place."""
    most = max((firms_of(row) for row in segments.itertuples()), default=0)
    return [
        dot(row, room.dot(lanes.places[str(row.segment_id)], lanes.slots), most, room, paint)
        for row in segments.itertuples(index=False)
        if str(row.segment_id) in lanes.places
    ]


def _urgency(row: Any) -> tuple[int, int, str]:
    rank = max(RANKS.get(state(row), 0), RANKS["alone"] if alone(row) else 0)
    return (-rank, -firms_of(row), str(row.segment_id))


def _width(text: str) -> float:
    return sum(LETTER if ord(letter) > 0x2E7F else LETTER * 0.58 for letter in text) + 4


def _free(one: Span, others: list[Span]) -> bool:
    """Whether a name (left, right, middle in height) touches none of the others."""
    return all(
        abs(one[2] - y) >= LINE or one[1] <= left or one[0] >= right for left, right, y in others
    )


def names(segments: pd.DataFrame, lanes: Lanes, room: Room, paint: Theme) -> list[Option]:
    """The names under the dots that do not touch each other on the widest screen.

    The most urgent first: gaps, dangers, segments of one firm, warnings, then by firms. On a less
    wide screen ECharts leaves out those that would touch, of the smaller (unseen) symbol first.
    """
    most = max((firms_of(row) for row in segments.itertuples()), default=0)
    taken: list[Span] = []
    found: list[Option] = []
    for row in sorted(segments.itertuples(index=False), key=_urgency):
        if str(row.segment_id) not in lanes.places:
            continue
        x, y = room.dot(lanes.places[str(row.segment_id)], lanes.slots)
        y += (_size(row, most, room) / 2 + 9) / room.lane
        middle, half = x * FURTHEST / room.width, _width(str(row.segment)) / 2
        span = (middle - half, middle + half, y * room.lane)
        if _free(span, taken):
            taken.append(span)
            found.append(_name(row, (x, y), len(found), paint))
    return found


def _name(row: Any, at: Point, place: int, paint: Theme) -> Option:
    gap, urgent = state(row) == "gap", state(row) in RANKS or alone(row)
    return {
        "value": [round(at[0], 1), round(at[1], 3)],
        "symbolSize": round(30 - place * 0.1, 1),
        "label": {
            "formatter": label(str(row.segment)),
        }
        | ({"color": paint.alarm if gap else paint.ink, "fontWeight": "bold"} if urgent else {}),
    }
