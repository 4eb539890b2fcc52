"""How concentrated each segment is, and where it stands between raw material and final use."""

import math
from typing import Any

import pandas as pd

from chains.figures.degrees import LOWEST, STATE, Scale, series
from chains.figures.options import BREAKPOINT, Option, base, nothing
from chains.figures.palette import Theme, theme
from chains.i18n import _
from chains.network.concentration import IN_FORCE, Cutoffs

CONCENTRATED_HEIGHT = 460
HIGHEST = 10_000  # of the axis of HHI, which is logarithmic


def _shown(frame: pd.DataFrame) -> pd.DataFrame:
    """The segments that have both a concentration and a position, the most concentrated first."""
    there = frame[frame["hhi"].notna() & frame["upstreamness"].notna()]
    return there.sort_values(["hhi", "segment_id"], ascending=[False, True])


def _cutoffs(cutoffs: Cutoffs, paint: Theme) -> Option:
    """The two lines above which concentration counts as moderate and as high."""
    style = {"color": paint.muted, "type": "dashed", "width": 1.5}
    words = {"color": paint.muted, "fontSize": 12, "distance": 4}
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


def _axis(paint: Theme, *, upward: bool, **more: Any) -> Option:
    style = {"color": paint.muted, "fontSize": 12}
    return {
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
    marks = [series(grade, rows, Scale.of(rows), paint) for grade in STATE]
    marks[0]["markLine"] = _cutoffs(cutoffs, paint)
    legend = {"bottom": 0, "itemGap": 14, "textStyle": {"color": paint.ink, "fontSize": 13}}
    common = base(paint) | {
        "legend": legend,
        "grid": {},
        "xAxis": _across(rows, paint),
        "yAxis": _upward(rows, paint),
        "series": marks,
    }
    return {
        "baseOption": common,
        "media": [{"query": {"maxWidth": BREAKPOINT}, "option": _narrow()}, {"option": _wide()}],
    }


def _wide() -> Option:
    """The names of both axes, and the cut-offs beside the plane."""
    return {
        "grid": {"left": 66, "right": 66, "top": 18, "bottom": 78},
        "xAxis": {"name": _("← raw material · stages to final use · final use →")},
        "yAxis": {"name": _("Concentration (HHI)"), "nameGap": 46},
        "series": [{"id": "low", "markLine": {"label": {"position": "start"}}}],
    }


def _narrow() -> Option:
    """The plane as wide as the screen: a short name below, the cut-offs within."""
    return {
        "grid": {"left": 30, "right": 14, "top": 18, "bottom": 106},
        "xAxis": {"name": _("Stages to final use")},
        "yAxis": {"name": "", "nameGap": 0},
        "series": [{"id": "low", "markLine": {"label": {"position": "insideEndTop"}}}],
    }


def _across(rows: pd.DataFrame, paint: Theme) -> Option:
    """Upstreamness, raw material at the left."""
    most = math.ceil(float(rows["upstreamness"].max()) * 2) / 2 + 0.25
    place = {"type": "value", "inverse": True, "min": 0.75, "max": most, "nameGap": 28}
    return _axis(paint, upward=False, **place)


def _upward(rows: pd.DataFrame, paint: Theme) -> Option:
    """HHI from a little below the least."""
    least = max(LOWEST, math.floor(float(rows["hhi"].min()) * 0.8 / 100) * 100)
    return _axis(paint, upward=True, type="log", min=least, max=HIGHEST)


def concentrated_words(frame: pd.DataFrame) -> str:
    """The picture in a sentence, for whoever cannot see it."""
    rows = _shown(frame)
    return _(
        "Concentration of {count} segments by their distance from final use; high in {high}",
        count=len(rows),
        high=int((rows["concentration"] == "high").sum()),
    )
