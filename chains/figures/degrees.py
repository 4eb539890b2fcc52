"""A mark for each segment: shape and colour say how concentrated it is, the area how large."""

import math
from dataclasses import dataclass
from typing import Any

import pandas as pd

from chains.figures import numbers
from chains.figures.options import Option
from chains.figures.palette import LIGHTS, Theme
from chains.figures.words import html, label, lines
from chains.i18n import _

LOWEST = 100  # of the axis of HHI
MANY = 40  # from so many segments on, marks are smaller and only the first are named
SMALL, LARGE, LARGE_OF_MANY = 10, 30, 20  # pixels of a mark
LABELS = 12
STATE = {"low": "healthy", "moderate": "warning", "high": "danger"}


def grade_words() -> dict[str, str]:
    """What the degrees of concentration are called, in the language in force."""
    return {
        "low": _("Low concentration"),
        "moderate": _("Moderate concentration"),
        "high": _("High concentration"),
    }


def _tooltip(row: Any) -> str:
    ring = [html(_("Cut point: without it the chain falls apart"))] if row.cut_point else []
    return lines(
        html(f"{row.segment} · {row.chain}"),
        html(_("HHI {hhi}: {grade}", hhi=_index(row), grade=grade_words()[row.concentration])),
        html(_("Largest firm: {share}", share=numbers.percent(row.largest_share))),
        html(_("{reporting} of {firms} firms report", reporting=row.reporting, firms=row.firms)),
        html(_("Output this year: {money}", money=numbers.money(row.output_ytd))),
        html(_("Upstreamness {value}", value=f"{row.upstreamness:.2f}")),
        *ring,
    )


def _index(row: Any) -> str:
    return numbers.count(row.hhi)


@dataclass(frozen=True)
class Scale:
    """What the marks of one picture share: the largest output, its mark, who is named and where."""

    largest: float
    pixels: int
    named: frozenset[str]
    middle: float

    @classmethod
    def of(cls, rows: pd.DataFrame) -> "Scale":
        """From all the segments of the picture; of many, only large concentrated ones are named."""
        many = len(rows) > MANY
        first = rows[rows["concentration"] == "high"].nlargest(LABELS, "output_ytd")
        named = (first if many else rows)["segment_id"]
        largest = float(rows["output_ytd"].max())
        middle = float(rows["upstreamness"].min() + rows["upstreamness"].max()) / 2
        return cls(largest, LARGE_OF_MANY if many else LARGE, frozenset(named), middle)

    def size(self, output: float) -> float:
        """The side of a mark in pixels; areas stand for output."""
        share = math.sqrt(max(output, 0) / self.largest) if self.largest > 0 else 0
        return round(SMALL + (self.pixels - SMALL) * share, 1)


def _mark(row: Any, scale: Scale, paint: Theme) -> Option:
    seen = LIGHTS[STATE[row.concentration]]
    rim = {"borderColor": paint.ring, "borderWidth": 3} if row.cut_point else {}
    style = {"color": seen.fill(paint), "borderColor": seen.edge(paint), "borderWidth": 1}
    return {
        "id": str(row.segment_id),
        "name": str(row.segment),
        "value": [round(row.upstreamness, 3), round(max(row.hhi, LOWEST), 1)],
        "symbol": seen.shape,
        "symbolSize": scale.size(float(row.output_ytd)),
        "itemStyle": style | rim,
        "label": {
            "show": row.segment_id in scale.named,
            "formatter": label(str(row.segment)),
            "position": "left" if row.upstreamness < scale.middle else "right",
        },
        "tooltip": {"formatter": _tooltip(row)},
    }


def series(grade: str, rows: pd.DataFrame, scale: Scale, paint: Theme) -> Option:
    """The segments of one degree of concentration as a series of its own, for the legend."""
    seen = LIGHTS[STATE[grade]]
    part = rows[rows["concentration"] == grade]
    return {
        "id": grade,
        "name": grade_words()[grade],
        "type": "scatter",
        "symbol": seen.shape,
        "selectedMode": "single",
        "cursor": "pointer",
        "itemStyle": {"color": seen.fill(paint), "opacity": 0.9},
        "label": {
            "fontSize": 12,
            "color": paint.ink,
            "textBorderColor": paint.paper,
            "textBorderWidth": 2,
        },
        "labelLayout": {"hideOverlap": True},
        "emphasis": {"label": {"show": True}},
        "data": [_mark(row, scale, paint) for row in part.itertuples()],
    }
