"""A file's rows of totals held against the rows that they sum."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np

from chains.intake import messages
from chains.intake.fault import Fault
from chains.intake.header import Column, Header
from chains.intake.rows import Total
from chains.intake.stage import written
from chains.intake.words import plain

RATES = ("", "%", "‰")
FIGURE = re.compile(r"[+-]?\d[\d,]*(\.\d*)?")

Span = tuple[int, int]


@dataclass(frozen=True)
class Summed:
    """A column's figures by row: the running sum, and the running count of cells without one."""

    rows: Any
    sums: Any
    unread: Any

    def over(self, span: Span) -> tuple[float, int, int]:
        """Sum, rows and unreadable cells from one row to another, both included."""
        first, end = (
            np.searchsorted(self.rows, span[0]),
            np.searchsorted(self.rows, span[1], "right"),
        )
        return (
            float(self.sums[end] - self.sums[first]),
            int(end - first),
            int(self.unread[end] - self.unread[first]),
        )


def faults(
    connection: duckdb.DuckDBPyConnection, header: Header, totals: Sequence[Total]
) -> Iterator[Fault]:
    """A warning at every total that agrees with none of the rows which it may sum."""
    if not totals:
        return
    for column in header.columns:
        if column.field.type in ("number", "integer") and column.field.unit not in RATES:
            summed = _summed(connection, column)
            for total in totals:
                yield from _judged(column, summed, total, _spans(total, totals))


def _summed(connection: duckdb.DuckDBPyConnection, column: Column) -> Summed:
    name, text = column.field.name, written(column.field)
    found: Mapping[str, Any] = connection.execute(f"""
        select source_row, coalesce({name}, 0)::double as figure,
               ({name} is null and {text} is not null)::integer as unread
        from staged order by source_row
    """).fetchnumpy()
    return Summed(
        np.asarray(found["source_row"]),
        np.concatenate([[0.0], np.cumsum(found["figure"])]),
        np.concatenate([[0], np.cumsum(found["unread"])]),
    )


def _spans(total: Total, totals: Sequence[Total]) -> list[Span]:
    """What a total may sum: what it says, all rows, those up to the total before or after it."""
    last = 2**62
    before = max((one.row for one in totals if one.row < total.row), default=0)
    after = min((one.row for one in totals if one.row > total.row), default=last)
    said = [total.within] if total.within else []
    return [*said, (0, last), (before, total.row), (total.row, after)]


def _judged(column: Column, summed: Summed, total: Total, spans: Sequence[Span]) -> Iterator[Fault]:
    text = total.values.get(column.field.name) or ""
    said = _figure(text)
    found = [summed.over(span) for span in spans]
    if said is None or any(unread for _, _, unread in found):
        return
    step = 0.0 if column.field.type == "integer" else 10.0 ** -_decimals(text)
    if not any(
        rows and abs(sum_ / column.factor - said) <= _rounding(step, rows) + abs(said) * 1e-9
        for sum_, rows, _ in found
    ):
        details = {
            "label": total.label,
            "value": text,
            "field": column.field,
            "sum": f"{found[0][0] / column.factor:.12g}",
        }
        yield Fault(
            total.row, column.title, text, "total", "warning", messages.TOTAL, details=details
        )


def _rounding(step: float, rows: int) -> float:
    """How far a sum may be off where the rows and the total were each rounded to a step."""
    return step / 2 * (1 + math.sqrt(rows))


def _figure(text: str) -> float | None:
    said = plain(text)
    return float(said.replace(",", "")) if FIGURE.fullmatch(said) else None


def _decimals(text: str) -> int:
    return len(plain(text).partition(".")[2])
