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


def _steps(targets: list[float], paint: Theme) -> go.Scatter:
    """The targets as an outline of steps, each from its quarter's start to its end."""
    x = [edge for quarter in range(4) for edge in (3 * quarter + 0.5, 3 * quarter + 3.5)]
    return go.Scatter(
        x=x,
        y=[target for target in targets for _edge in (0, 1)],
        mode="lines",
        name=_("Quarterly target"),
        line={"color": paint.muted, "width": 1.5},
        hoverinfo="skip",
    )


def _schedule(plan: float, paint: Theme) -> go.Scatter:
    """The straight line on which a twelfth of the plan is done each month."""
    return go.Scatter(
        x=[0, 12],
        y=[0, plan],
        mode="lines",
        name=_("Even schedule"),
        line={"color": paint.ink, "width": 1.5, "dash": "dot"},
        hoverinfo="skip",
    )


def _expected(row: Any, paint: Theme) -> list[go.Scatter]:
    """What was to be invested, as far as the row says."""
    targets = _targets(row)
    steps = [_steps(targets, paint)] if targets else []
    return steps if pd.isna(row.annual_plan) else [*steps, _schedule(float(row.annual_plan), paint)]


def _invested(rows: list[Any], paint: Theme) -> go.Scatter:
    known = [row for row in rows if not pd.isna(row.invested_ytd)]
    values = [float(row.invested_ytd) for row in known]
    fill = LINE.fill(paint)
    return go.Scatter(
        x=[int(str(row.month)[5:7]) for row in known],
        y=values,
        mode="lines+markers",
        name=_("Invested this year"),
        line={"color": fill, "width": 3},
        marker={"color": fill, "size": 8},
        hovertext=[f"{row.month}<br>{numbers.money(row.invested_ytd)}" for row in known],
        hoverinfo="text",
    )


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


def _axes(drawn: go.Figure, highest: float, paint: Theme) -> None:
    """Months below; three round amounts at the left, written as money."""
    ticks = [highest * share for share in (0, 0.5, 1)]
    words = [numbers.money(tick, like=highest) for tick in ticks]
    grid = {"showgrid": True, "gridcolor": paint.track}
    drawn.update_xaxes(
        range=[0, 12.7],
        tickvals=list(MONTHS),
        ticktext=[_(word) for word in MONTHS.values()],
        tickangle=0,
    )
    drawn.update_yaxes(range=[0, highest * 1.15], tickvals=ticks, ticktext=words, **grid)


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
    drawn = figure(paint, HEIGHT)
    drawn.add_traces([*_expected(rows[-1], paint), _invested(rows, paint)])
    amounts = [y for trace in drawn.data for y in trace.y]
    _axes(drawn, max([*amounts, 1.0]), paint)
    drawn.update_layout(showlegend=True, legend=_legend(paint))
    last = _last(rows, paint)
    return drawn.add_annotation(last) if last else drawn
