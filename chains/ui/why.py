"""Why a light is what it is: sentence, rule, numbers, month, edition, submissions, at one click."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from chains import metrics, queries, rulebook
from chains.figures import numbers
from chains.i18n import _
from chains.metrics import Due
from chains.rules import LightRule
from chains.ui import links, person, session, show, tables

SOURCES = "light_sources"
PARTS = {  # a row's column -> how queries/light_sources.sql narrows by it
    "chain_id": "chain",
    "county_id": "county",
    "leader_id": "leader",
    "level": "level",
    "sector": "sector",
    "nature": "nature",
}
SILENT = ("finished", "no_plan", "not_reported")
SOURCE_COLUMNS = (
    "submission_id",
    "submitted_at",
    "submitted_by",
    "dataset",
    "row_count",
    "file_name",
)
COUNTS = ("compared", "projects", "no_plan", "not_reported")
LINKED = ("https://", "http://")


def popover(
    row: Any,
    *,
    subject: str,
    month: str,
    rule: LightRule,
    due: Due,
    question: str,
    values: Mapping[str, Any],
    label: str | None = None,
) -> None:
    """A button that opens what is behind a row's light.

    The row has light, completion, invested_ytd and annual_plan, for own targets also targets_due,
    and the ID of what it is about (project_id, chain_id, level ...). `values` are the question's.
    Nothing is asked until it is opened.
    """
    key = "_".join(("why", question, *(str(one) for one in narrowed(row, values).values())))
    opened = st.popover(
        label or _("Why"), icon=":material/help:", type="tertiary", key=key, on_change="rerun"
    )
    if opened.open:
        with opened:
            explained(
                row,
                subject=subject,
                month=month,
                rule=rule,
                due=due,
                question=question,
                values=values,
            )


def dialog(row: Any, *, subject: str, rule: LightRule, due: Due, **asked: Any) -> None:
    """What is behind a row's light, in a window over the page; see `popover`."""
    show_in = st.dialog(show.plain(subject), width="large")
    show_in(explained)(row, subject=subject, month=due.month, rule=rule, due=due, **asked)


def explained(
    row: Any,
    *,
    subject: str,
    month: str,
    rule: LightRule,
    due: Due,
    question: str,
    values: Mapping[str, Any],
) -> None:
    """Everything behind a row's light, here: see `popover`."""
    share = metrics.due_shares(pd.DataFrame([row._asdict()]), due)[0]
    state = getattr(row, "state", None) or ("reported" if row.light not in SILENT else row.light)
    said = metrics.reason(
        row.completion, share, rule, state, by=due.schedule.label, subject=subject
    )
    st.markdown(f"{show.light(row.light)} {show.plain(said)}")
    st.markdown(_parts(row, share))
    _rule(rule, due)
    st.caption(_("Month {month} · edition {edition}", month=month, edition=session.shown()))
    asked = {"month": month, **narrowed(row, values)}
    st.markdown(_("**Submissions behind it**"))
    tables.table(
        session.fetch(SOURCES, **asked),
        alt=show.title_of(SOURCES),
        columns=SOURCE_COLUMNS,
        empty=_("No row behind it came from a submission."),
    )
    _sql(SOURCES, asked)
    _sql(question, values)


def narrowed(row: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    """What the submissions behind a row are asked by: the row's own ID, and the filters."""
    code = getattr(row, "project_id", None)
    if isinstance(code, str):
        return {"project": code}
    given = {name: values.get(name) for name in PARTS.values()}
    own = {name: getattr(row, column, None) for column, name in PARTS.items()}
    found = {name: own[name] if isinstance(own[name], str) else given[name] for name in given}
    return {name: value for name, value in found.items() if value is not None}


def _parts(row: Any, share: float) -> str:
    """The rate's numerator and denominator, and what was due of it."""
    lines = [
        _(
            "Invested {done} of the annual plan {plan}: {share}",
            done=numbers.money(row.invested_ytd),
            plan=numbers.money(row.annual_plan),
            share=numbers.percent(row.completion),
        ),
        _(
            "Due by the schedule: {share} of the plan, {money}",
            share=numbers.percent(share),
            money=numbers.money(share * row.annual_plan),
        ),
    ]
    if all(hasattr(row, name) for name in COUNTS):
        lines.append(
            _(
                "{compared} of {projects} projects have a plan and a report; {no_plan} without a "
                "plan and {not_reported} not reported are left out",
                compared=numbers.count(row.compared),
                projects=numbers.count(row.projects),
                no_plan=numbers.count(row.no_plan),
                not_reported=numbers.count(row.not_reported),
            )
        )
    return "  \n".join(show.plain(line) for line in lines)


def _rule(rule: LightRule, due: Due) -> None:
    """The rule: its schedule, its steps, what its source says and where."""
    judged = _(
        "Due: {schedule}. Judged by {measure}:",
        schedule=show.plain(due.schedule.label),
        measure=rulebook.measured(rule),
    )
    st.markdown(f"**{show.plain(rule.label)}**  \n{judged}")
    lines = [f"{show.light(state)} {show.plain(said)}" for state, said in rulebook.ranges(rule)]
    st.markdown("  \n".join(lines))
    st.caption("  \n".join(show.plain(text) for text in (rule.help, due.schedule.help) if text))
    for where in dict.fromkeys((rule.source, due.schedule.source)):
        if where.startswith(LINKED):
            st.link_button(
                _("Where it was published"), where, icon=":material/open_in_new:", type="tertiary"
            )
        elif where:
            st.caption(show.plain(where))


def _sql(question: str, values: Mapping[str, Any]) -> None:
    """The SQL: in the workbench for those who may ask, or here."""
    if person.may("query"):
        links.source(question, **values)
        return
    with st.expander(show.title_of(question), icon=":material/code:"):
        st.code(queries.query(question).sql, language="sql")
