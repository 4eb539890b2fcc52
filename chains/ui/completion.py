"""Completion by one dimension as seen on its page: the whole, directions, bullets, map, table."""

from typing import Any

import pandas as pd
import streamlit as st

from chains.errors import N_
from chains.figures import numbers
from chains.figures.bullets import MOST, bullets
from chains.figures.tiles import tiles
from chains.i18n import _
from chains.ui import choose, links, session, show, split, tables, why
from chains.ui.split import ALL, GROUPS, QUESTION, Look, told

__all__ = ["Look", "by", "shown"]

COLUMNS = (
    "name",
    "light",
    "direction",
    "completion",
    "schedule",
    "completion_before",
    "last_year_completion",
    "invested",
    "invested_ytd",
    "annual_plan",
    "projects",
    "compared",
    "no_plan",
    "not_reported",
)
DIRECTIONS = {
    "met": N_("✓ On schedule"),
    "behind_improving": N_("↗ Behind, improving"),
    "behind_worsening": N_("↘ Behind, worsening"),
    "no_data": N_("□ No data"),
}
NARROWED = ("level", "chain", "county")  # by these the list of projects can be narrowed
ASKED, TURN = "completion_asked", "completion_turn"
FEW = 4  # names that a count says


def by() -> str:
    """The dimension that the URL names as `by=`."""
    names = {code: _(title) for code, title in GROUPS.items()}
    return choose.pick("by", names, _("Compared")) or "level"


def shown(look: Look) -> None:
    """The chosen projects together, then each group: counted, drawn, mapped, listed."""
    frame = told(look)
    if frame.empty:
        show.nothing()
        links.source(QUESTION, **look.chosen)
        return
    _whole(look)
    _directions(frame)
    if look.by == "county":
        left, right = st.columns([3, 2])
        with right:
            _mapped(frame, look)
    else:
        left = st.container()
    with left:
        _drawn(frame, look)
    _listed(frame, look)
    _answer(frame, look)


def _whole(look: Look) -> None:
    """All chosen projects in one sentence, each once."""
    every = Look(ALL, look.month, look.rule, look.level, look.chain, look.county)
    row = _row(told(every), every)
    with st.container(border=True, gap="small"):
        st.markdown(f"{show.light(row.light)} {show.plain(row.reason)}")
        st.caption(
            _(
                "{count} projects, each once whatever lists it stands on; {no_plan} without a "
                "plan and {not_reported} without a report are left out.",
                count=numbers.count(row.projects),
                no_plan=numbers.count(row.no_plan),
                not_reported=numbers.count(row.not_reported),
            )
        )
        why.popover(row, **split.behind(row, every))


def _directions(frame: pd.DataFrame) -> None:
    """How many groups are on schedule, behind and improving, behind and worsening, without data."""
    with st.grid(4, min_column_width=150):
        for code, title in DIRECTIONS.items():
            here = frame[frame["direction"] == code]
            with st.container(border=True, height="stretch", gap=None):
                st.metric(_(title), numbers.count(len(here)))
                st.caption(show.plain(_few(here["name"].tolist())))


def _few(names: list[str]) -> str:
    """The first names, and how many more there are."""
    said, more = _(", ").join(names[:FEW]), len(names) - FEW
    return _("{names} and {count} more", names=said, count=more) if more > 0 else said


def _drawn(frame: pd.DataFrame, look: Look) -> None:
    st.subheader(_(GROUPS[look.by]), anchor=False)
    dark = show.dark()
    drawn = session.kept(lambda: bullets(frame, dark=dark), "bullets", *look.key, dark)
    _clickable(drawn, "bullets")
    st.caption(
        _(
            "Bar: done of the annual plan. Thick line: schedule. Fine line: the same month of last "
            "year. Ground: the steps of the rule, the darker the further behind. Choose a bar to "
            "see why."
        )
    )
    if look.by == "level":
        st.caption(_("A project may stand on several lists, so lists are never added."))
    if len(frame) > MOST:
        st.caption(_("Drawn are the {count} lowest; the table has all.", count=MOST))


def _mapped(frame: pd.DataFrame, look: Look) -> None:
    st.subheader(_("Map of counties"), anchor=False)
    dark = show.dark()
    places = session.fetch("counties").rename(columns={"county_id": "code"})
    lying = frame.merge(places[["code", "map_row", "map_column"]], on="code", how="left")
    drawn = session.kept(lambda: tiles(lying, dark=dark), "tiles", *look.key, dark)
    _clickable(drawn, "tiles")


def _clickable(drawn: Any, name: str) -> None:
    """A figure of which a click on a group asks why; then it is new, with no group in front."""
    turn = st.session_state.get(TURN, 0)
    key = f"{name}_{turn}"

    def clicked() -> None:
        st.session_state[TURN] = turn + 1
        points = st.session_state[key]["selection"]["points"]
        found = points[0].get("customdata") if points else None
        st.session_state[ASKED] = found[0] if isinstance(found, list) else found

    st.plotly_chart(
        drawn,
        key=key,
        theme=None,
        config={"displayModeBar": False},
        on_select=clicked,
        selection_mode="points",
        alt=show.title_of(QUESTION),
    )


def _listed(frame: pd.DataFrame, look: Look) -> None:
    """Every group as a table; a click on a row asks why."""

    def picked(row: Any) -> None:
        st.session_state[ASKED] = None if row is None else row["code"]

    said = [_(DIRECTIONS[code]) for code in frame["direction"]]
    tables.table(
        frame.assign(direction=said),
        alt=show.title_of(QUESTION),
        columns=COLUMNS,
        key=f"{QUESTION}_{look.by}",
        picks=picked,
    )
    st.caption(show.plain(look.rule.help))
    links.source(QUESTION, **look.chosen)


def _answer(frame: pd.DataFrame, look: Look) -> None:
    """Open what is behind the group that was clicked, once for each click."""
    asked = st.session_state.pop(ASKED, None)
    found = frame[frame["code"] == asked]
    if asked is not None and len(found):
        row = _row(found, look)
        st.dialog(str(row.name), width="large")(_why)(row, look)


def _why(row: Any, look: Look) -> None:
    """Rule, numbers, month, edition and submissions behind a group's light; its projects."""
    why.explained(row, **split.behind(row, look))
    if look.by in NARROWED:
        given = {**look.chosen, look.by: getattr(row, _column(look.by)), "by": None}
        links.link("projects", _("See its projects"), icon=":material/construction:", **given)


def _row(frame: pd.DataFrame, look: Look) -> Any:
    """The first row, whose code is called by what it is a code of: chain_id, level and so on."""
    first = frame.head(1)
    codes = pd.Series([code or None for code in first["code"]], index=first.index, dtype=object)
    named = first.assign(**{_column(look.by): codes})
    return next(named.itertuples(index=False))


def _column(by: str) -> str:
    return f"{by}_id" if by in ("chain", "county", "leader") else by
