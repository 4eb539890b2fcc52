"""One project's year: what was invested month by month against its quarterly targets."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from chains.errors import N_
from chains.figures import numbers
from chains.figures.palette import LIGHTS, Theme, theme
from chains.figures.template import empty, figure
from chains.i18n import _

HEIGHT = 340
QUARTERS = ("q1_target", "q2_target", "q3_target", "q4_target")
MONTHS = {3: N_("Mar"), 6: N_("Jun"), 9: N_("Sep"), 12: N_("Dec")}
LINE = LIGHTS["healthy"]


def _targets(row: Any) -> list[float]:
    """The cumulative targets of the four quarters; empty where one is missing."""
    targets: list[Any] = [getattr(row, name, None) for name in QUARTERS]
    return [] if any(pd.isna(target) for target in targets) else [float(t) for t in targets]


def _steps(targets: list[float], paint: Theme) -> dict[str, Any]:
    """The targets as an outline of steps, each from its quarter's start to its end."""
    x = [edge for quarter in range(4) for edge in (3 * quarter + 0.5, 3 * quarter + 3.5)]
    return {
        "x": x,
        "y": [target for target in targets for _edge in (0, 1)],
        "mode": "lines",
        "name": _("Quarterly target"),
        "line": {"color": paint.muted, "width": 1.5},
        "hoverinfo": "skip",
    }


def _schedule(plan: float, paint: Theme) -> dict[str, Any]:
    """The straight line on which a twelfth of the plan is done each month."""
    return {
        "x": [0, 12],
        "y": [0, plan],
        "mode": "lines",
        "name": _("Even schedule"),
        "line": {"color": paint.ink, "width": 1.5, "dash": "dot"},
        "hoverinfo": "skip",
    }


def _expected(row: Any, paint: Theme) -> list[dict[str, Any]]:
    """What was to be invested, as far as the row says."""
    targets = _targets(row)
    steps = [_steps(targets, paint)] if targets else []
    return steps if pd.isna(row.annual_plan) else [*steps, _schedule(float(row.annual_plan), paint)]


def _invested(rows: list[Any], paint: Theme) -> dict[str, Any]:
    known = [row for row in rows if not pd.isna(row.invested_ytd)]
    values = [float(row.invested_ytd) for row in known]
    fill = LINE.fill(paint)
    return {
        "x": [int(str(row.month)[5:7]) for row in known],
        "y": values,
        "mode": "lines+markers",
        "name": _("Invested this year"),
        "line": {"color": fill, "width": 3},
        "marker": {"color": fill, "size": 8},
        "hovertext": [f"{row.month}<br>{numbers.money(row.invested_ytd)}" for row in known],
        "hoverinfo": "text",
    }


def _last(rows: list[Any], paint: Theme) -> dict[str, Any] | None:
    """The latest value, written beside its point."""
    known = [row for row in rows if not pd.isna(row.invested_ytd)]
    if not known:
        return None
    month = int(str(known[-1].month)[5:7])
    return {
        "x": month,
        "y": float(known[-1].invested_ytd),
        "text": f"<b>{numbers.money(known[-1].invested_ytd)}</b>",
        "showarrow": False,
        "yshift": -20,
        "xanchor": "right" if month > 10 else "center",
        "bgcolor": paint.paper,
        "font": {"color": paint.ink, "size": 14},
    }


def _axes(highest: float, paint: Theme) -> dict[str, Any]:
    """Months below; three round amounts at the left, written as money."""
    ticks = [highest * share for share in (0, 0.5, 1)]
    words = [numbers.money(tick, like=highest) for tick in ticks]
    below = {"tickvals": list(MONTHS), "ticktext": [_(word) for word in MONTHS.values()]}
    left = {"tickvals": ticks, "ticktext": words, "showgrid": True, "gridcolor": paint.track}
    return {
        "xaxis": {"range": [0, 12.7], "tickangle": 0} | below,
        "yaxis": {"range": [0, highest * 1.15]} | left,
    }


def _legend(paint: Theme) -> dict[str, Any]:
    font = {"size": 13, "color": paint.ink}
    place = {"x": 0, "y": 1.02, "yanchor": "bottom"}
    return place | {"orientation": "h", "font": font}


def project_curve(frame: pd.DataFrame, *, dark: bool = False) -> go.Figure:
    """One project's months of one year.

    Columns: month (YYYY-MM), invested_ytd, annual_plan and q1_target .. q4_target, all in 万元 and
    cumulative; the plan's columns say the same on each row and may be missing.
    """
    paint = theme(dark=dark)
    rows = sorted(frame.itertuples(index=False), key=lambda row: str(row.month))
    if not rows:
        return empty(paint, HEIGHT)
    traces = [*_expected(rows[-1], paint), _invested(rows, paint)]
    highest = max([y for trace in traces for y in trace["y"]] + [1.0])
    last = _last(rows, paint)
    return figure(
        paint,
        HEIGHT,
        traces,
        **_axes(highest, paint),
        showlegend=True,
        legend=_legend(paint),
        annotations=[last] if last else [],
    )
