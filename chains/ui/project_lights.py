"""A project's lights month by month, as seen on its page, with the rules that made them."""

from collections.abc import Callable, Iterable
from typing import Any

import pandas as pd
import streamlit as st

from chains import metrics, rules, settings
from chains.figures import numbers
from chains.figures.squares import light_squares
from chains.i18n import _
from chains.rules import LightRule
from chains.ui import links, ruling, session, show, tables, why

KEY, ASKED, TIMES = "lights", "lights_asked", "lights_times"
NAMED = 6
QUESTION = "project_rules"
MONTHS = "project_months"
PUBLISHED = ("text", "made_by", "made_at")


def lights(project: str, rule: LightRule) -> None:
    """Squares of lights, a click on which says what is behind one; how often each; the rules."""
    frame = session.kept(lambda: judged(project, rule), KEY, project, rules.text(rule))
    if frame.empty:
        show.nothing(_("No month has a light yet."))
        return
    key = f"{KEY}_{st.session_state.get(TIMES, 0)}"  # a new one lets go of the square clicked last
    st.plotly_chart(
        light_squares(frame, dark=show.dark()),
        key=key,
        theme=None,
        config={"displayModeBar": False},
        on_select=_opener(frame, key),
        selection_mode="points",
        alt=_("The project's lights month by month"),
    )
    if asked := st.session_state.pop(ASKED, None):
        st.dialog(_("Light of {month}", month=asked), width="large")(_why)(project, asked, rule)
    counts = frame["light"].value_counts()
    st.markdown(
        " ".join(
            f"{show.light(str(state))} {numbers.count(count)}" for state, count in counts.items()
        )
    )
    st.caption(_("By {rule}. Choose a square to see what is behind it.", rule=rule.label))
    _history(frame)
    links.source(QUESTION, project=project)


def months(project: str, rule: LightRule) -> None:
    """Every month as a table, the latest first; a row opens the submission it came from."""
    tables.table(
        session.kept(lambda: judged(project, rule), KEY, project, rules.text(rule)),
        alt=show.title_of(MONTHS),
        columns=tables.MONTH_COLUMNS,
        opens=("history", "submission_id"),
        empty=_("No month is reported yet."),
        key=MONTHS,
    )
    links.source(MONTHS, project=project)


def judged(project: str, rule: LightRule) -> pd.DataFrame:
    """Each month's light and reason by this rule, and its light by the one that held then.

    `light_then` is by the rule of the edition that brought the month's report, the setting's where
    none was published by then; where nothing was reported, it is the light itself.
    """
    months = session.fetch(MONTHS, project=project)
    held = session.fetch(QUESTION, project=project)[["month", "rule_edition", *PUBLISHED]]
    lit = _lit(months, rule)
    then = dict(zip(lit["month"], lit["light"], strict=True))
    setting = rules.text(rules.light_rule(settings.get("light_rule")))
    for text, rows in held.groupby(held["text"].fillna(setting)):
        other = rules.parsed(str(text))
        if other != rule:
            same = _lit(months[months["month"].isin(rows["month"])], other)
            then |= dict(zip(same["month"], same["light"], strict=True))
    found = lit.merge(held, on="month", how="left")
    return found.assign(light_then=[then[month] for month in found["month"]])


def _lit(months: pd.DataFrame, rule: LightRule) -> pd.DataFrame:
    """Each month with its light and its sentence by a rule."""
    curve = pace(rule)
    lit = metrics.lit_by_month(months, rule, curve)
    rows: Iterable[Any] = lit.itertuples()
    reasons = [
        metrics.reason(
            row.completion,
            row.schedule,
            rule,
            row.state,
            by=metrics.due(row.month, rule.schedule, curve).schedule.label,
        )
        for row in rows
    ]
    return lit.assign(reason=reasons)


def pace(rule: LightRule) -> pd.DataFrame | None:
    """The pace before each year, where the rule's schedule is read off past years."""
    return session.fetch("pace_curve") if rule.schedule.from_past_years else None


def _history(frame: pd.DataFrame) -> None:
    """Which published rules held when the months were reported, and where their light differs."""
    held = frame.dropna(subset=["rule_edition"]).drop_duplicates("rule_edition")
    rows: Iterable[Any] = held.sort_values("rule_edition").itertuples()
    for row in rows:
        st.caption(
            _(
                "From {at:%Y-%m-%d} on (edition {edition}): {rule}, published by {by}.",
                at=row.made_at,
                edition=int(row.rule_edition),
                rule=show.plain(rules.parsed(row.text).label),
                by=show.plain(row.made_by),
            )
        )
    other = frame[frame["light_then"] != frame["light"]]
    named = zip(other["month"].head(NAMED), other["light_then"], strict=False)
    if len(other):
        st.caption(
            _(
                "{count} rimmed squares had another light by the rule of their time: {months}.",
                count=numbers.count(len(other)),
                months=_(", ").join(f"{month} {show.word(light)}" for month, light in named)
                + ("…" if len(other) > NAMED else ""),
            )
        )


def _opener(frame: pd.DataFrame, key: str) -> Callable[[], None]:
    """A callback that remembers the month of the square that was clicked."""

    def opened() -> None:
        points: list[Any] = st.session_state[key]["selection"]["points"]
        month = points[0].get("customdata") if points else None
        if month in set(frame["month"]):
            st.session_state[ASKED] = month
            st.session_state[TIMES] = st.session_state.get(TIMES, 0) + 1

    return opened


def _why(project: str, month: str, rule: LightRule) -> None:
    """What is behind the light of a month, and the way to see the page in that month."""
    due, values = ruling.due(month, rule), {"project": project, "month": month}
    row: Any = next(metrics.explained(session.fetch("project", **values), due, rule).itertuples())
    why.explained(
        row,
        subject=str(row.name),
        month=month,
        rule=rule,
        due=due,
        question="project",
        values=values,
    )
    links.link(
        "project",
        _("See the page in {month}", month=month),
        icon=":material/calendar_month:",
        rule=st.query_params.get("rule"),
        **values,
    )
