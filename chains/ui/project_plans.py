"""A project's plans as seen on its page: every version, who brought it, and none moved silently."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

from chains import i18n, queries
from chains.errors import ChainsError
from chains.figures import numbers
from chains.i18n import _
from chains.ui import links, session, show, tables

COLUMNS = (
    "year",
    "version",
    "annual_plan",
    "plan_change",
    "completion",
    "change_reason",
    "submitted_at",
    "submitted_by",
    "submission_id",
    "q1_target",
    "q2_target",
    "q3_target",
    "q4_target",
)
AMOUNTS = ("annual_plan", "q1_target", "q2_target", "q3_target", "q4_target")
QUESTION = "project_plans"


class Rewrite(NamedTuple):
    """A version that a later submission wrote anew instead of adding one; money in 万元."""

    year: int
    version: int
    before: float
    after: float
    submission: int
    by: str
    at: Any


def plans(project: str, versions: pd.DataFrame, **values: str) -> None:
    """Every version as a table; a row opens its submission. `values` are those of the question."""
    for said in _told(project, versions):
        st.warning(said, icon=":material/edit_note:")
    if not versions.empty:
        st.caption(_("Each completion is the year's latest report against that version."))
    tables.table(
        versions,
        alt=show.title_of(QUESTION),
        columns=COLUMNS,
        opens=("history", "submission_id"),
        empty=_("The project has no plan of any year."),
        key=QUESTION,
    )
    links.source(QUESTION, project=project, **values)


def baseline(versions: pd.DataFrame, row: Any) -> Any | None:
    """The first version of the plan of the row's year; None where there is none."""
    if not isinstance(row.month, str):
        return None
    same = versions[versions["year"] == int(row.month[:4])].sort_values("version")
    return next(same.itertuples(), None)


def _told(project: str, versions: pd.DataFrame) -> Iterator[str]:
    """What a reader of the plans should know: versions written anew, first ones left out."""
    found, refusals = session.kept(lambda: rewritten(project, versions), "rewritten", project)
    yield from (show.plain(said) for said in (*map(_said, found), *refusals))
    for year, version in versions.groupby("year")["version"].min().items():
        if version > 1:
            yield _("The first plan of {year} is not in the data.", year=year)


def _said(one: Rewrite) -> str:
    """What was written anew, by whom and when."""
    amounts = {"before": numbers.money(one.before), "after": numbers.money(one.after)}
    return _(
        "Version {version} of {year} was written anew by submission {number} ({by}, "
        "{at:%Y-%m-%d}): {what}.",
        version=one.version,
        year=one.year,
        number=one.submission,
        by=one.by,
        at=one.at,
        what=_("its quarterly targets")
        if one.before == one.after
        else _("the plan was {before} and is {after}", **amounts),
    )


def rewritten(project: str, versions: pd.DataFrame) -> tuple[list[Rewrite], list[str]]:
    """The versions that were written anew, as the editions before tell, the latest first.

    Also the sentences of editions that cannot be read any more.
    """
    found: list[Rewrite] = []
    now = versions
    while len(changed := _changed(now)):
        parent = int(changed["parent"].max())
        try:
            before = _as_of(parent, project)
        except ChainsError as error:
            return found, [i18n.say(error)]
        found += _differing(before, changed[changed["parent"] == parent])
        now = before
    return found, []


def _changed(versions: pd.DataFrame) -> pd.DataFrame:
    """The versions whose submission changed rows that were there before it."""
    return versions[(versions["rows_changed"].fillna(0) > 0) & versions["parent"].notna()]


def _as_of(edition: int, project: str) -> pd.DataFrame:
    """The plans as an older edition has them."""
    with session.store().reading(edition) as older:
        return older.fetch(queries.query(QUESTION), project=project)


def _differing(before: pd.DataFrame, after: pd.DataFrame) -> Iterator[Rewrite]:
    """The versions whose amounts differ between the two."""
    both = after.merge(before, on=["year", "version"], suffixes=("", "_old"))
    rows: Iterator[Any] = both.itertuples()
    for row in rows:
        if any(_other(getattr(row, name), getattr(row, f"{name}_old")) for name in AMOUNTS):
            yield Rewrite(
                row.year,
                row.version,
                row.annual_plan_old,
                row.annual_plan,
                row.submission_id,
                row.submitted_by,
                row.submitted_at,
            )


def _other(one: Any, another: Any) -> bool:
    return not (one == another or (pd.isna(one) and pd.isna(another)))
