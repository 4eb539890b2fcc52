"""One project's year: invested month by month, what was due by its plans, what may come of it."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from chains.errors import N_
from chains.figures import numbers
from chains.figures.expected import Expected, forecast
from chains.figures.palette import LIGHTS, Theme, theme
from chains.figures.template import empty, figure
from chains.figures.words import lines
from chains.i18n import _

HEIGHT = 360
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


def _due(plan: float, shares: Sequence[float], name: str, line: dict[str, Any]) -> dict[str, Any]:
    """What a plan asks for at the end of each month: a straight line, or the schedule's shares."""
    return {
        "x": list(range(13)) if shares else [0, 12],
        "y": [plan * share for share in (0.0, *shares)] if shares else [0, plan],
        "mode": "lines",
        "name": name,
        "line": {"width": 1.5} | line,
        "hoverinfo": "skip",
    }


def _asked(
    row: Any, shares: Sequence[float], first: float | None, paint: Theme
) -> list[dict[str, Any]]:
    """What was to be invested, as far as the row says, by the plan in force and by the first."""
    targets = _targets(row)
    steps = [_steps(targets, paint)] if targets else []
    if pd.isna(row.annual_plan):
        return steps
    word = _("Schedule") if shares else _("Even schedule")
    drawn = [_due(float(row.annual_plan), shares, word, {"color": paint.ink, "dash": "dot"})]
    if first is not None and first != row.annual_plan:
        word = _("Schedule by the first plan")
        drawn.append(_due(first, shares, word, {"color": paint.accent, "dash": "dash"}))
    return [*steps, *drawn]


def _hover(row: Any) -> str:
    """A point's tooltip: the month, the cumulative amount, and the month's own where known."""
    rows = [str(row.month), numbers.money(row.invested_ytd)]
    own = getattr(row, "invested", None)
    if not pd.isna(own):
        rows.append(_("in the month {amount}", amount=numbers.money(own)))
    return lines(*rows)


def _invested(known: list[Any], paint: Theme) -> dict[str, Any]:
    fill = LINE.fill(paint)
    return {
        "x": [_month(row) for row in known],
        "y": [float(row.invested_ytd) for row in known],
        "mode": "lines+markers",
        "name": _("Invested this year"),
        "line": {"color": fill, "width": 3},
        "marker": {"color": fill, "size": 8},
        "hovertext": [_hover(row) for row in known],
        "hoverinfo": "text",
    }


def _month(row: Any) -> int:
    return int(str(row.month)[5:7])


def _last(row: Any, paint: Theme) -> dict[str, Any]:
    """The latest value, written where a rising curve leaves room: below at the right, or above."""
    late = _month(row) > 8
    return {
        "x": _month(row),
        "y": float(row.invested_ytd),
        "text": f"<b>{numbers.money(row.invested_ytd)}</b>",
        "showarrow": False,
        "yshift": 20 if late else -18,
        "xanchor": "right" if late else "left",
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


def project_curve(
    frame: pd.DataFrame,
    *,
    shares: Sequence[float] = (),
    first: float | None = None,
    expected: Expected | None = None,
    dark: bool = False,
) -> go.Figure:
    """One project's months of one year.

    Columns: month (YYYY-MM), invested_ytd, annual_plan and q1_target .. q4_target, all in 万元 and
    cumulative, and perhaps invested (the month's own); the plan's columns say the same on each row
    and may be missing. `shares` are the schedule's twelve, a straight line without; `first` is the
    year's first plan, drawn where it is another; `expected` what December may come to.
    """
    paint = theme(dark=dark)
    rows: list[Any] = sorted(frame.itertuples(index=False), key=lambda row: str(row.month))
    if not rows:
        return empty(paint, HEIGHT)
    known = [row for row in rows if not pd.isna(row.invested_ytd)]
    traces = [*_asked(rows[-1], shares, first, paint), _invested(known, paint)]
    since = [row for row in known if expected and row.month == expected.month]
    if expected and since:
        start = (_month(since[0]), float(since[0].invested_ytd))
        traces += forecast(start, expected, LINE.fill(paint), paint)
    highest = max([y for trace in traces for y in trace["y"]] + [1.0])
    return figure(
        paint,
        HEIGHT,
        traces,
        **_axes(highest, paint),
        showlegend=True,
        legend=_legend(paint),
        annotations=[_last(known[-1], paint)] if known else [],
    )
