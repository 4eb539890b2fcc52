"""The segments of the nine chains and how products flow between them, from segments.csv."""

import csv
from dataclasses import dataclass
from functools import cache
from typing import Any

from chains.demo.columns import rows
from chains.demo.words import HERE


@dataclass(frozen=True)
class Segment:
    """One segment of a chain; `presence` says whether many firms, one or none stand in it."""

    segment_id: str
    chain: int
    stage: str
    name: str
    essential: bool
    industry_code: str
    presence: str
    position: int
    feeds: tuple[str, ...]

    @property
    def is_industrial(self) -> bool:
        """Whether its firms are mining, manufacturing or energy, the industry of the statistics."""
        return self.industry_code[0] in "BCD"


@cache
def segments() -> tuple[Segment, ...]:
    """Every segment, chain by chain from upstream to downstream."""
    with (HERE / "segments.csv").open(encoding="utf-8", newline="") as file:
        records = list(csv.DictReader(file))
    places: dict[str, int] = {}
    return tuple(_segment(record, places) for record in records)


def _segment(record: dict[str, str], places: dict[str, int]) -> Segment:
    chain_id = record["chain_id"]
    places[chain_id] = places.get(chain_id, 0) + 1
    return Segment(
        segment_id=f"{chain_id}S{places[chain_id]:02d}",
        chain=int(chain_id[1:]) - 1,
        stage=record["stage"],
        name=record["name"],
        essential=record["essential"] == "true",
        industry_code=record["industry_code"],
        presence=record["presence"],
        position=places[chain_id],
        feeds=tuple(filter(None, record["feeds"].split("|"))),
    )


@cache
def links() -> tuple[tuple[int, int], ...]:
    """Pairs of places in `segments()`: products of the first go to the second."""
    places = {(one.chain, one.name): place for place, one in enumerate(segments())}
    return tuple(
        (place, places[one.chain, name])
        for place, one in enumerate(segments())
        for name in one.feeds
    )


def segment() -> Any:
    """The table of segments."""
    return rows(
        ("segment_id", "chain_id", "stage", "name", "essential", "position"),
        [
            (one.segment_id, f"C{one.chain + 1}", one.stage, one.name, one.essential, one.position)
            for one in segments()
        ],
    )


def segment_link() -> Any:
    """The table of flows between segments."""
    every = segments()
    return rows(
        ("from_segment", "to_segment"),
        [(every[source].segment_id, every[target].segment_id) for source, target in links()],
    )
