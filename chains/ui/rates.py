"""The rates as seen on their page: each with both denominators, its sum, and its projects."""

from typing import Any, NamedTuple

import streamlit as st

from chains import schema
from chains.errors import N_
from chains.figures import numbers
from chains.i18n import _
from chains.ui import choose, links, ruling, session, show, split, tables, why

Chosen = dict[str, Any]
PROJECTS = (
    "standing",
    "name",
    "planned_on",
    "actual_on",
    "days_behind",
    "total_investment",
    "chain",
    "county",
    "leader",
    "builder",
)


class Rate(NamedTuple):
    """How a milestone's rate is called and how it is worked out."""

    title: str
    rule: str


RATES = {
    "开工": Rate(
        N_("Rate of starts"),
        N_(
            "Projects whose planned start lies in the year. Started are those whose actual start "
            "is not after the end of the month."
        ),
    ),
    "竣工": Rate(
        N_("Rate of finishes"),
        N_(
            "Projects whose planned finish lies in the year. Finished are those whose actual "
            "finish is not after the end of the month."
        ),
    ),
    "投产": Rate(
        N_("Rate of production"),
        N_(
            "Projects whose planned production lies in the year. In production are those whose "
            "actual production is not after the end of the month."
        ),
    ),
    "入库": Rate(
        N_("Rate of registration"),
        N_(
            "Projects that started in the year by the end of the month. Registered are those that "
            "have entered the statistics of investment by then."
        ),
    ),
}


def cards(chosen: Chosen) -> None:
    """A card for each rate of the chosen projects."""
    frame = session.fetch("rates", **chosen)
    if frame.empty:
        show.nothing()
        return
    with st.grid(3, min_column_width=270):
        with st.container(border=True, height="stretch", gap="small"):
            _completion(chosen)
        for row in frame.to_dict("records"):
            with st.container(border=True, height="stretch", gap="small"):
                _card(row, chosen)
    st.caption(_("Each project counts once; a package counts by its parts."))
    links.source("rates", **chosen)


def _completion(chosen: Chosen) -> None:
    """The rate of completion by the rule in force, its numerator and denominator."""
    look = split.Look(split.ALL, rule=ruling.in_force(), **chosen)
    st.markdown("**" + _("Rate of completion") + "**")
    frame = split.told(look)
    if frame.empty:
        st.markdown(_("No data for this choice."))
        return
    row: Any = next(frame.itertuples(index=False))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.metric(_("Of the year's"), numbers.percent(row.completion), width="content")
        st.markdown(show.light(row.light), width="content")
    money = {"done": numbers.money(row.invested_ytd), "plan": numbers.money(row.annual_plan)}
    st.markdown(_("{done} of {plan}", **money))
    st.markdown("**" + _("in the month {money}", money=numbers.money(row.invested)) + "**")
    st.caption(
        _(
            "{known} of {projects} projects have the data",
            known=numbers.count(row.compared),
            projects=numbers.count(row.projects),
        )
    )
    why.popover(row, **split.behind(row, look), label=_("How this comes about"))


def _card(row: dict[Any, Any], chosen: Chosen) -> None:
    rate = RATES[row["milestone"]]
    st.markdown(f"**{_(rate.title)}**")
    if row["planned_count"]:
        _figures(row, chosen)
    else:
        st.markdown(_("No data for this choice."))
    st.caption(
        _(
            "{known} of {projects} projects have the data",
            known=numbers.count(row["known_count"]),
            projects=numbers.count(row["projects"]),
        )
    )
    opened = st.popover(
        _("How this comes about"),
        icon=":material/help:",
        type="tertiary",
        key=f"why_{row['milestone']}",
        on_change="rerun",
    )
    if opened.open:
        with opened:
            _explained(row, rate, chosen)


def _figures(row: dict[Any, Any], chosen: Chosen) -> None:
    """The rate of the year's and of those due so far, and what was reached as a sum."""
    said, month = _numbers(row), str(chosen["month"])
    if row["milestone"] == "入库":
        st.metric(_("Of those started this year"), numbers.percent(row["rate_of_year"]))
        st.markdown(_("{reached} of {planned} that started", **said))
        return
    with st.grid(2, min_column_width=110):
        with st.container(gap=None):
            st.metric(_("Of the year's"), numbers.percent(row["rate_of_year"]))
            st.markdown(_("{reached} of {planned} in {year}", year=month[:4], **said))
        with st.container(gap=None):
            st.metric(_("Of those due so far"), numbers.percent(row["rate_of_due"]))
            st.markdown(_("{reached} of {due} by {month}", month=month, **said))
    st.markdown(f"**{_sum(row)}**")


def _numbers(row: dict[Any, Any]) -> dict[str, str]:
    names = ("planned", "due", "late", "early", "reached")
    return {name: numbers.count(row[f"{name}_count"]) for name in names}


def _sum(row: dict[Any, Any]) -> str:
    what = schema.derived()["milestone"].choice(str(row["milestone"]))
    return _(
        "{what}: {due} due − {late} late + {early} early = {reached}", what=what, **_numbers(row)
    )


def _explained(row: dict[Any, Any], rate: Rate, chosen: Chosen) -> None:
    """The rule, the numbers, the month, the edition, and the submissions that brought them."""
    st.markdown(_(rate.rule))
    st.markdown(_sum(row))
    st.markdown(
        _("Month {month} · edition {edition}", month=chosen["month"], edition=session.shown())
    )
    values = {**chosen, "milestone": row["milestone"]}
    tables.table(
        session.fetch("rate_sources", **values),
        alt=show.title_of("rate_sources"),
        key=f"sources_{row['milestone']}",
        empty=_("No submission is known."),
    )
    links.source("rate_sources", **values)


def projects(chosen: Chosen) -> None:
    """The projects behind one rate, the late ones unless others are chosen."""
    titles = {code: _(rate.title) for code, rate in RATES.items()}
    term = schema.derived()["standing"]
    standings = {code: term.choice(code) for code, _english in term.choices}
    with st.grid(2, min_column_width=170):
        milestone = choose.pick("rate", titles, _("Rate"))
        standing = choose.pick("standing", standings, term.label, every=_("All of them"))
    values = {**chosen, "milestone": milestone, "standing": standing}
    frame = session.fetch("rate_projects", **values)
    st.caption(_("{count} projects", count=numbers.count(len(frame))))
    tables.table(
        frame,
        alt=show.title_of("rate_projects"),
        columns=PROJECTS,
        opens=("project", "project_id"),
        height=520 if len(frame) > 14 else None,
        key="rate_projects",
    )
    links.source("rate_projects", **values)
