"""How concentrated each segment is, and where it stands between raw material and final use."""

import math
from dataclasses import dataclass
from typing import Any

import pandas as pd

from chains.figures import numbers
from chains.figures.options import Option, base, nothing
from chains.figures.palette import LIGHTS, Theme, theme
from chains.figures.words import html, label, lines
from chains.i18n import _
from chains.network.concentration import IN_FORCE, Cutoffs

CONCENTRATED_HEIGHT = 460
LOWEST, HIGHEST = 100, 10_000  # of the axis of HHI, which is logarithmic
MANY = 40  # from so many segments on, marks are smaller and only the first are named
SMALL, LARGE, LARGE_OF_MANY = 10, 38, 22  # pixels of a mark
LABELS = 12
STATE = {"low": "healthy", "moderate": "warning", "high": "danger"}


def _shown(frame: pd.DataFrame) -> pd.DataFrame:
    """The segments that have both a concentration and a position, the most concentrated first."""
    there = frame[frame["hhi"].notna() & frame["upstreamness"].notna()]
    return there.sort_values(["hhi", "segment_id"], ascending=[False, True])


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
class _Scale:
    """What the marks of one picture have in common: the largest output, its mark, who is named."""

    largest: float
    pixels: int
    named: frozenset[str]

    @classmethod
    def of(cls, rows: pd.DataFrame) -> "_Scale":
        many = len(rows) > MANY
        named = rows["segment_id"].head(LABELS if many else len(rows))
        largest = float(rows["output_ytd"].max())
        return cls(largest, LARGE_OF_MANY if many else LARGE, frozenset(named))

    def size(self, output: float) -> float:
        """The side of a mark in pixels; areas stand for output."""
        share = math.sqrt(max(output, 0) / self.largest) if self.largest > 0 else 0
        return round(SMALL + (self.pixels - SMALL) * share, 1)


def _mark(row: Any, scale: _Scale, paint: Theme) -> Option:
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
        "label": {"show": row.segment_id in scale.named, "formatter": label(str(row.segment))},
        "tooltip": {"formatter": _tooltip(row)},
    }


def _series(grade: str, rows: pd.DataFrame, scale: _Scale, paint: Theme) -> Option:
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
        "label": {"position": "right", "fontSize": 12, "color": paint.ink},
        "labelLayout": {"moveOverlap": "shiftY", "hideOverlap": True},
        "emphasis": {"label": {"show": True}},
        "data": [_mark(row, scale, paint) for row in part.itertuples()],
    }


def _cutoffs(cutoffs: Cutoffs, paint: Theme) -> Option:
    """The two lines above which concentration counts as moderate and as high."""
    style = {"color": paint.muted, "type": "dashed", "width": 1.5}
    words = {"color": paint.muted, "fontSize": 12, "position": "start", "distance": 4}
    return {
        "silent": True,
        "symbol": "none",
        "lineStyle": style,
        "label": words,
        "data": [
            {"yAxis": one, "label": {"formatter": f"HHI {one:,.0f}"}}
            for one in (cutoffs.moderate, cutoffs.high)
        ],
    }


def _axis(name: str, paint: Theme, *, upward: bool, **more: Any) -> Option:
    style = {"color": paint.muted, "fontSize": 12}
    return {
        "name": name,
        "nameLocation": "middle",
        "nameTextStyle": style | {"fontSize": 13},
        "axisLabel": style | {"showMinLabel": False, "showMaxLabel": upward},
        "axisLine": {"lineStyle": {"color": paint.track}},
        "splitLine": {"lineStyle": {"color": paint.track, "opacity": 0.6}},
    } | more


def concentrated(frame: pd.DataFrame, *, dark: bool = False, cutoffs: Cutoffs = IN_FORCE) -> Option:
    """Every segment as a mark: left what stands far from final use, above what few firms hold.

    Columns as weakness.measures gives them. Areas stand for output, shapes and colours for the
    degree of concentration, a thick ring for a cut point. Segments without reported output or
    without a position are not drawn. Read a click with `picked`: it gives the segment_id. The best
    height is CONCENTRATED_HEIGHT pixels.
    """
    paint, rows = theme(dark=dark), _shown(frame)
    if rows.empty:
        return nothing(_("No segment reports output here."), paint)
    series = [_series(grade, rows, _Scale.of(rows), paint) for grade in STATE]
    series[0]["markLine"] = _cutoffs(cutoffs, paint)
    legend = {"bottom": 0, "itemGap": 14, "textStyle": {"color": paint.ink, "fontSize": 13}}
    return base(paint) | {
        "legend": legend,
        "grid": {"left": 66, "right": 66, "top": 18, "bottom": 78},
        "xAxis": _across(rows, paint),
        "yAxis": _upward(rows, paint),
        "series": series,
    }


def _across(rows: pd.DataFrame, paint: Theme) -> Option:
    """Upstreamness, raw material at the left."""
    words = _("← raw material · stages to final use · final use →")
    most = math.ceil(float(rows["upstreamness"].max()) * 2) / 2 + 0.25
    place = {"type": "value", "inverse": True, "min": 0.75, "max": most, "nameGap": 28}
    return _axis(words, paint, upward=False, **place)


def _upward(rows: pd.DataFrame, paint: Theme) -> Option:
    """HHI from a little below the least."""
    least = max(LOWEST, math.floor(float(rows["hhi"].min()) * 0.8 / 100) * 100)
    words = _("Concentration (HHI)")
    return _axis(words, paint, upward=True, type="log", min=least, max=HIGHEST, nameGap=46)


def concentrated_words(frame: pd.DataFrame) -> str:
    """The picture in a sentence, for whoever cannot see it."""
    rows = _shown(frame)
    return _(
        "Concentration of {count} segments by their distance from final use; high in {high}",
        count=len(rows),
        high=int((rows["concentration"] == "high").sum()),
    )
