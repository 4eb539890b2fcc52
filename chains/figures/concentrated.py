"""How concentrated each segment is, and where it stands between raw material and final use."""

import math
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
SMALL, LARGE = 10, 38  # pixels of a mark
LABELS = 24  # the most that are written; those that do not fit are left out
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


def _mark(row: Any, *, named: bool, largest: float, paint: Theme) -> Option:
    seen = LIGHTS[STATE[row.concentration]]
    share = math.sqrt(max(float(row.output_ytd), 0) / largest) if largest else 0
    rim = {"borderColor": paint.ring, "borderWidth": 3} if row.cut_point else {}
    style = {"color": seen.fill(paint), "borderColor": seen.edge(paint), "borderWidth": 1}
    return {
        "id": str(row.segment_id),
        "name": str(row.segment),
        "value": [round(row.upstreamness, 3), round(max(row.hhi, LOWEST), 1)],
        "symbol": seen.shape,
        "symbolSize": round(SMALL + (LARGE - SMALL) * share, 1),
        "itemStyle": style | rim,
        "label": {"show": named, "formatter": label(str(row.segment))},
        "tooltip": {"formatter": _tooltip(row)},
    }


def _series(grade: str, rows: pd.DataFrame, paint: Theme) -> Option:
    seen = LIGHTS[STATE[grade]]
    largest = float(rows["output_ytd"].max()) if len(rows) else 0.0
    first = set(rows["segment_id"].head(LABELS))
    part = rows[rows["concentration"] == grade]
    return {
        "id": grade,
        "name": grade_words()[grade],
        "type": "scatter",
        "symbol": seen.shape,
        "cursor": "pointer",
        "itemStyle": {"color": seen.fill(paint), "opacity": 0.9},
        "label": {"position": "right", "fontSize": 12, "color": paint.ink},
        "labelLayout": {"hideOverlap": True},
        "emphasis": {"label": {"show": True}},
        "data": [
            _mark(row, named=row.segment_id in first, largest=largest, paint=paint)
            for row in part.itertuples()
        ],
    }


def _cutoffs(cutoffs: Cutoffs, paint: Theme) -> Option:
    """The two lines above which concentration counts as moderate and as high."""
    style = {"color": paint.muted, "type": "dashed", "width": 1.5}
    words = {"color": paint.muted, "fontSize": 12, "position": "insideStartTop"}
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


def _axis(name: str, paint: Theme, **more: Any) -> Option:
    style = {"color": paint.muted, "fontSize": 12}
    return {
        "name": name,
        "nameLocation": "middle",
        "nameTextStyle": style | {"fontSize": 13},
        "axisLabel": style,
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
    series = [_series(grade, rows, paint) for grade in STATE]
    series[0]["markLine"] = _cutoffs(cutoffs, paint)
    farthest = math.ceil(float(rows["upstreamness"].max()) * 2) / 2 + 0.25
    across = _axis(_("← raw material · stages to final use · final use →"), paint)
    upward = _axis(_("Concentration (HHI)"), paint, type="log", min=LOWEST, max=HIGHEST, nameGap=46)
    legend = {"bottom": 0, "itemGap": 14, "textStyle": {"color": paint.ink, "fontSize": 13}}
    return base(paint) | {
        "legend": legend,
        "grid": {"left": 66, "right": 28, "top": 18, "bottom": 78},
        "xAxis": across
        | {"type": "value", "inverse": True, "min": 0.75, "max": farthest, "nameGap": 28},
        "yAxis": upward,
        "series": series,
    }


def concentrated_words(frame: pd.DataFrame) -> str:
    """The picture in a sentence, for whoever cannot see it."""
    rows = _shown(frame)
    return _(
        "Concentration of {count} segments by their distance from final use; high in {high}",
        count=len(rows),
        high=int((rows["concentration"] == "high").sum()),
    )
