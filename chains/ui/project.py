"""One project as seen on its page: light and reason, numbers, who answers, and the ways on."""

from typing import Any

import pandas as pd
import streamlit as st

from chains import schema
from chains.figures import numbers
from chains.i18n import _
from chains.metrics import Due
from chains.rules import LightRule
from chains.ui import links, show, tables, why
from chains.ui.project_course import course
from chains.ui.project_dates import dates
from chains.ui.project_lights import lights, months
from chains.ui.project_plans import baseline, plans
from chains.ui.project_work import decisions, issues, parts, problems, submissions

__all__ = [
    "card",
    "course",
    "dates",
    "decisions",
    "issues",
    "lights",
    "months",
    "parts",
    "plans",
    "problems",
    "submissions",
]


def card(
    lit: pd.DataFrame, profile: pd.DataFrame, versions: pd.DataFrame, rule: LightRule, due: Due
) -> None:
    """A project: its light and reason, its numbers by its plans, who answers, and the ways on.

    `lit` is the one row of queries/project.sql with its light and reason.
    """
    row: Any = next(lit.itertuples())
    who: Any = next(profile.itertuples())
    with st.container(border=True, gap="small"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"### {show.plain(row.name)}", width="content")
            st.markdown(show.light(row.light), width="content")
            _why(row, rule, due)
        st.caption(show.plain(row.reason))
        with st.grid(4, min_column_width=165):
            _figures(row, baseline(versions, row))
        left, right = st.columns(2)
        left.markdown(_lines(_answering(row, who)))
        right.markdown(_lines(_standing(row, who)))
        _ways(who)


def _why(row: Any, rule: LightRule, due: Due) -> None:
    """The button that opens what is behind the light."""
    why.popover(
        row,
        subject=str(row.name),
        month=due.month,
        rule=rule,
        due=due,
        question="project",
        values={"project": row.project_id, "month": due.month},
    )


def _figures(row: Any, first: Any | None) -> None:
    """The month's figures; where the plan was changed, those by the year's first plan too."""
    other = first if first is not None and first.annual_plan != row.annual_plan else None
    with st.container(gap=None):
        st.metric(_("Annual plan"), numbers.money(row.annual_plan))
        if other is not None:
            st.caption(_("first plan {amount}", amount=numbers.money(other.annual_plan)))
    st.metric(_("Invested, year to date"), numbers.money(row.invested_ytd))
    with st.container(gap=None):
        st.metric(_("Completion"), numbers.percent(row.completion))
        if other is not None and not pd.isna(row.completion):
            st.caption(_("by the first plan {share}", share=numbers.percent(other.completion)))
    st.metric(_("Total investment"), numbers.money(row.total_investment))


def _answering(row: Any, who: Any) -> dict[str, Any]:
    """Who answers for the project."""
    titled = (
        _(", ").join((who.leader, who.position)) if isinstance(who.position, str) else who.leader
    )
    return {
        _("Responsible leader"): titled,
        _("Chain"): who.chain,
        _("Chain chiefs"): who.chiefs,
        _("Responsible department"): who.department,
        _("Liaison officer"): who.liaison,
        _("Builder"): row.builder,
        _("County"): row.county,
    }


def _standing(row: Any, who: Any) -> dict[str, Any]:
    """What the project is and where it stands."""
    return {
        _("Lists"): tables.listed(row.levels) if isinstance(row.levels, str) else None,
        _("Sector"): _choice("sector", who.sector),
        _("Nature"): _choice("nature", who.nature),
        _("Content"): who.content,
        _("Progress"): row.progress,
        _("Problem"): row.problem,
        _("Entered by"): _origin(row),
    }


def _choice(name: str, code: Any) -> str | None:
    return schema.dataset("project").field(name).choice(code) if isinstance(code, str) else None


def _lines(facts: dict[str, Any]) -> str:
    """What is known of the facts, one a line."""
    return "  \n".join(
        f"{name}：{show.plain(value)}" for name, value in facts.items() if isinstance(value, str)
    )


def _ways(who: Any) -> None:
    """To the chain, the firm that builds it, and the package it is part of."""
    with st.container(horizontal=True):
        if isinstance(who.chain_id, str):
            links.link(
                "chain", _("Open the chain"), icon=":material/account_tree:", chain=who.chain_id
            )
        if isinstance(who.uscc, str):
            links.link("firm", _("Open the builder"), icon=":material/factory:", firm=who.uscc)
        if isinstance(who.parent_id, str):
            said = _("Part of {package}", package=show.plain(who.parent_name))
            links.link("project", said, icon=":material/folder:", project=who.parent_id)


def _origin(row: Any) -> str | None:
    """The submission that brought the project: number, time, person."""
    if pd.isna(row.submission_id) or pd.isna(row.submitted_at):
        return None
    return _(
        "submission {number}, {at:%Y-%m-%d %H:%M}, {by}",
        number=int(row.submission_id),
        at=row.submitted_at,
        by=row.submitted_by,
    )
