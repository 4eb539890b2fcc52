"""Which rows below the header are data, and which are totals, notes or the header once more."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["total", "note", "title", "repeat_header"]


@dataclass(frozen=True)
class Note:
    """A row that was left out, what it is taken for, and what it says."""

    row: int
    kind: Kind
    text: str


@dataclass(frozen=True)
class Total:
    """A row of totals, its cells by field; `within` is the first and last row that it sums."""

    row: int
    label: str
    values: Mapping[str, str] = field(hash=False)
    within: tuple[int, int] | None = None
