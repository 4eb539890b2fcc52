"""A firm's cumulative output through the year, beside the year before, as an ECharts option."""

from typing import Any

import pandas as pd

from chains.figures.options import Option, base, nothing
from chains.figures.palette import Theme, light, theme
from chains.i18n import _, sentence

MONTHS_HEIGHT = 320
YI = 10_000  # 亿元 in 万元


def firm_months(frame: pd.DataFrame, *, dark: bool = False) -> Option:
    """The two latest years of `firm_months` (month, output_ytd in 万元), one line a year."""
    paint = theme(dark=dark)
    years = sorted({str(month)[:4] for month in frame["month"]})[-2:]
    if not years:
        return nothing(_("This firm sends no monthly report."), paint)
    divisor, unit = _unit(frame["output_ytd"].max())
    known = frame.dropna(subset="output_ytd")
    pairs = zip(known["month"], known["output_ytd"].astype(float), strict=True)
    values = {str(month): round(one / divisor, 4) for month, one in pairs}
    series = [_line(year, values, paint, latest=year == years[-1]) for year in years]
    return base(paint) | _axes(unit, paint) | {"series": series}


def _unit(most: Any) -> tuple[float, str]:
    """What to divide 万元 by so that the axis reads well, and the unit's name."""
    large = not pd.isna(most) and most >= YI
    divisor = sentence(str(YI if large else 1), "100")
    return float(divisor), sentence("亿元" if large else "万元", "¥ m")


def _line(year: str, values: dict[str, Any], paint: Theme, *, latest: bool) -> Option:
    """A year's line; a month without a report is a gap in it."""
    colour = light("healthy").fill(paint) if latest else paint.link
    return {
        "type": "line",
        "name": year,
        "data": [values.get(f"{year}-{month:02d}") for month in range(1, 13)],
        "connectNulls": True,
        "symbol": "circle" if latest else "emptyCircle",
        "symbolSize": 7,
        "itemStyle": {"color": colour},
        "lineStyle": {"width": 3 if latest else 2, "type": "solid" if latest else "dashed"},
    }


def _axes(unit: str, paint: Theme) -> Option:
    words = {"color": paint.muted, "fontSize": 12}
    rule = {"lineStyle": {"color": paint.track}}
    return {
        "grid": {"left": 8, "right": 16, "top": 40, "bottom": 8, "containLabel": True},
        "legend": {"right": 8, "top": 0, "textStyle": {"color": paint.ink, "fontSize": 13}},
        "tooltip": base(paint)["tooltip"] | {"trigger": "axis", "valueFormatter": "localized"},
        "xAxis": {
            "type": "category",
            "data": [f"{month:02d}" for month in range(1, 13)],
            "axisLabel": words,
            "axisLine": rule,
            "axisTick": {"show": False},
        },
        "yAxis": {
            "type": "value",
            "name": unit,
            "nameTextStyle": words,
            "axisLabel": words,
            "splitLine": rule,
        },
    }
