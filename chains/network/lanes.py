"""Where each segment stands in the lanes of a city: a lane a chain, a zone a stage."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from chains.network.build import STAGES
from chains.network.crossings import Point

ROWS = 2
WORRYING = ("warning", "danger")


@dataclass(frozen=True)
class Lanes:
    """The lanes from top to bottom, the zones from left to right, and every segment's place.

    A zone is (stage, first slot, slots); a place is (x in slots, y in lanes): 2.5 is the middle of
    the third lane, 2.25 and 2.75 are its two rows.
    """

    chains: tuple[str, ...]
    zones: tuple[tuple[str, int, int], ...]
    places: dict[str, Point]

    @property
    def slots(self) -> int:
        """The width of all zones together."""
        return sum(width for _stage, _start, width in self.zones)


def stage_of(value: Any) -> str:
    """The stage itself; an unknown one counts as the last, as in the panorama."""
    return value if value in STAGES else STAGES[-1]


def _groups(chains: Sequence[str], segments: pd.DataFrame) -> dict[tuple[str, str], list[str]]:
    """(chain, stage) -> its segments in the frame's order."""
    found: dict[tuple[str, str], list[str]] = {}
    rows = segments[["chain_id", "stage", "segment_id"]].itertuples(index=False, name=None)
    for chain, stage, segment in rows:
        if chain in chains:
            found.setdefault((str(chain), stage_of(stage)), []).append(str(segment))
    return found


def _zones(groups: dict[tuple[str, str], list[str]]) -> tuple[tuple[str, int, int], ...]:
    """Each stage as wide as its fullest lane needs in two rows."""
    zones, start = [], 0
    for stage in STAGES:
        most = max(
            (len(names) for (_c, where), names in groups.items() if where == stage), default=0
        )
        if most:
            zones.append((stage, start, math.ceil(most / ROWS)))
            start += zones[-1][2]
    return tuple(zones)


def _spread(names: list[str], lane: int, start: int, slots: int) -> dict[str, Point]:
    """Evenly over the zone: in one row where half of its slots do, else in two, left to right."""
    rows = 1 if len(names) * ROWS <= slots else ROWS
    places = {}
    for row in range(rows):
        here = names[row::rows]
        for i, name in enumerate(here):
            places[name] = (start + (i + 0.5) / len(here) * slots, lane + (row + 0.5) / rows)
    return places


def lanes(chains: Sequence[str], segments: pd.DataFrame) -> Lanes:
    """The lanes of these chains, in this order.

    Columns: chain_id, segment_id, stage; the frame's order is the order within a zone. Firms,
    output and lights move nothing. Segments of other chains are left out.
    """
    groups = _groups(chains, segments)
    zones = _zones(groups)
    places: dict[str, Point] = {}
    for number, chain in enumerate(chains):
        for stage, start, slots in zones:
            places |= _spread(groups.get((chain, stage), []), number, start, slots)
    return Lanes(tuple(chains), zones, places)


def counted(chains: pd.DataFrame, segments: pd.DataFrame) -> pd.DataFrame:
    """The chains with `gaps`, `warnings` and the names of both.

    A gap is a segment without a local firm; a warning one that is lit as a warning or a danger.
    Columns: chain_id; chain_id, segment, firms, light.
    """
    gap = segments["firms"].fillna(0) == 0
    worry = ~gap & segments["light"].isin(WORRYING)
    found = chains.copy(deep=False)
    for name, chosen in (("gap", segments[gap]), ("warning", segments[worry])):
        names = chosen.groupby("chain_id")["segment"].agg(list).to_dict()
        listed = [names.get(chain, []) for chain in chains["chain_id"]]
        found[f"{name}s"] = [len(one) for one in listed]
        found[f"{name}_names"] = ["、".join(map(str, one)) for one in listed]
    return found
