"""The published figures beside what an edition gives for them. Computes nothing itself."""

import csv
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

import pandas as pd

from chains import queries
from chains.i18n import sentence
from chains.settings import HOME
from chains.store import Edition

PUBLISHED = HOME / "data" / "published_figures.csv"


@dataclass(frozen=True)
class Fact:
    """One published figure and the same figure as computed, both in the unit that was printed."""

    key: str
    area: str
    statement_zh: str
    statement_en: str
    published: float
    unit: str
    period: str
    source: str
    computed: float | None
    agrees: bool

    @property
    def statement(self) -> str:
        """What the figure says, in the language in force."""
        return sentence(self.statement_zh, self.statement_en)


@cache
def published() -> tuple[dict[str, str], ...]:
    """The rows of data/published_figures.csv, every cell as printed."""
    with PUBLISHED.open(encoding="utf-8-sig", newline="") as file:
        return tuple(csv.DictReader(file))


def facts(edition: Edition) -> tuple[Fact, ...]:
    """Every published figure, in the order of the file, with what the edition's rows give."""
    found: dict[str, Any] = {}
    for area in sorted({row["area"] for row in published()}):
        frame = edition.fetch(queries.query(f"published_{area}"))
        found |= dict(zip(frame["key"], frame["value"], strict=True))
    return tuple(_fact(row, _number(found.get(row["key"]))) for row in published())


def same_as_printed(printed: str, computed: float) -> bool:
    """Whether a figure, rounded half up to the decimals that were printed, is the printed one."""
    figure = Decimal(printed)
    step = Decimal(1).scaleb(int(figure.as_tuple().exponent))
    return Decimal(repr(computed)).quantize(step, ROUND_HALF_UP) == figure


def _number(value: Any) -> float | None:
    """A cell of an answer; none where it is empty or was not answered."""
    return None if pd.isna(value) else float(value)


def _fact(row: dict[str, str], computed: float | None) -> Fact:
    rest = {name: text for name, text in row.items() if name != "value"}
    agrees = computed is not None and same_as_printed(row["value"], computed)
    return Fact(**rest, published=float(row["value"]), computed=computed, agrees=agrees)
