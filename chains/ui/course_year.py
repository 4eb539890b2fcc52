"""The year's curve as seen on the page: plan, schedule, actual and forecast, month by month."""

from typing import Any

import pandas as pd
import streamlit as st

from chains import metrics
from chains.figures import numbers
from chains.figures.course import End, range_words, year_course
from chains.figures.own_months import own_months
from chains.forecast import METHODS, Forecast
from chains.i18n import _
from chains.ui import forecast, links, session, show, tables, why
from chains.ui.course_look import Look

COLUMNS = (
    "month",
    "completion",
    "schedule",
    "target_share",
    "last_year_completion",
    "invested_ytd",
    "annual_plan",
    "invested",
    "last_year_invested",
    "projects",
    "compared",
)


def year(look: Look) -> None:
    """The curve with its forecast, the months by themselves, and all of it as a table."""
    curve = session.fetch("year_curve", **look.chosen)
    targets = session.fetch("year_targets", **look.chosen)
    if curve["completion"].isna().all():
        show.nothing()
        return
    frame = _scheduled(curve, targets, look)
    made = forecast.current(look.month)
    end = session.kept(lambda: _end(made, look), "year_end", *look.key)
    _headline(frame, look, end)
    dark = show.dark()
    show.plot(
        session.kept(
            lambda: year_course(curve, targets, schedule=_line(targets, look), end=end, dark=dark),
            "year_course",
            *look.key,
            dark,
        ),
        key="year_course",
        alt=show.title_of("year_curve"),
    )
    _foretold(made, end)
    _months(curve, look, dark=dark)
    _table(frame, look)


def _line(targets: pd.DataFrame, look: Look) -> list[float]:
    """What is due at the end of each of the twelve months."""
    own = dict(zip(targets["month"], targets["target_share"], strict=True))
    months = [f"{look.month[:4]}-{number:02d}" for number in range(1, 13)]
    shares = {month: look.share(month) for month in months}
    return [float(own[one] if share is None else share) for one, share in shares.items()]


def _scheduled(curve: pd.DataFrame, targets: pd.DataFrame, look: Look) -> pd.DataFrame:
    """The months with the schedule of the rule, and with what the projects' own targets ask."""
    frame = curve.merge(targets[["month", "target_share"]], on="month", how="left")
    own = (frame["targets_due"] / frame["annual_plan"]).fillna(frame["target_share"]).tolist()
    due = [look.share(month) for month in frame["month"]]
    told = [mine if share is None else share for share, mine in zip(due, own, strict=True)]
    return frame.assign(schedule=told)


def _end(made: Forecast, look: Look) -> End | None:
    """December of the chosen projects as a share of their plan; None where it is not foretold."""
    if made.reason:
        return None
    chosen = session.fetch("chosen_projects", **look.chosen)["project_id"]
    rows = made.projects[made.counted & made.projects["project_id"].isin(chosen)]
    plan = float(rows["annual_plan"].sum())
    if not plan:
        return None
    return End(*(amount / plan for amount in made.total(rows["project_id"])))


def _headline(frame: pd.DataFrame, look: Look, end: End | None) -> None:
    """Where the chosen projects stand in the month, by whose rule, and what December may bring."""
    last = frame[frame["completion"].notna()].tail(1).assign(name=look.subject)
    lit = metrics.explained(last, look.due, look.rule, subject="name")
    row: Any = next(lit.itertuples())
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(show.light(row.light), width="content")
        st.markdown(show.plain(row.reason), width="content")
        why.popover(
            row,
            subject=look.subject,
            month=row.month,
            rule=look.rule,
            due=look.due,
            question="year_curve",
            values=look.chosen,
        )
    with st.grid(4, min_column_width=165):
        st.metric(_("Annual plan"), numbers.money(row.annual_plan))
        st.metric(_("Invested, year to date"), numbers.money(row.invested_ytd))
        st.metric(_("In the month itself"), numbers.money(row.invested))
        st.metric(
            _("December, forecast"),
            f"{end.low * 100:.0f} – {end.high * 100:.0f}%" if end else numbers.DASH,
        )
    st.caption(
        _(
            "{compared} of {projects} projects have a plan and a report; each counts once, a "
            "package by its parts.",
            compared=numbers.count(row.compared),
            projects=numbers.count(row.projects),
        )
    )


def _foretold(made: Forecast, end: End | None) -> None:
    """The forecast in words, with its method; or why there is none."""
    if made.reason or end is None:
        st.caption(made.reason or _("No forecast for this choice."))
        return
    method = _("by the method {method}", method=_(METHODS[made.method]))
    st.caption(f"{range_words(end)} · {method}")


def _months(curve: pd.DataFrame, look: Look, *, dark: bool) -> None:
    st.subheader(_("What each month brought by itself"), anchor=False)
    st.caption(
        _("A month's figure less that of the report before it; it holds the months between.")
    )
    show.plot(
        session.kept(lambda: own_months(curve, dark=dark), "own_months", *look.key, dark),
        key="own_months",
        alt=_("What each month brought by itself"),
    )


def _table(frame: pd.DataFrame, look: Look) -> None:
    tables.table(
        frame.sort_values("month", ascending=False),
        alt=show.title_of("year_curve"),
        columns=COLUMNS,
    )
    with st.container(horizontal=True):
        links.source("year_curve", **look.chosen)
        links.source("year_targets", **look.chosen)
