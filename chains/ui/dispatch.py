"""Projects to call as seen on the page: filters, figures, the table, the decisions."""

import pandas as pd
import streamlit as st

from chains.errors import N_
from chains.figures import numbers
from chains.i18n import _
from chains.ui import choose, session, show, tables

OVERDUE = "已超期"
RANKINGS = {
    "weight": N_("Money behind and months still"),
    "money": N_("Money behind alone"),
    "still": N_("Months still alone"),
}
COLUMNS = (
    "call_rank",
    "light",
    "name",
    "behind",
    "idle_months",
    "silent_months",
    "call_weight",
    "leader",
    "chiefs",
    "liaison",
    "builder",
    "progress",
    "problem",
    "resolution",
    "decision_state",
    "chain",
    "county",
    "completion",
    "annual_plan",
    "invested_ytd",
    "last_month",
)
DECISION_COLUMNS = (
    "decision_state",
    "days_overdue",
    "name",
    "resolution",
    "owner",
    "due_on",
    "done_on",
    "month",
    "leader",
    "county",
)


def leader() -> str | None:
    """A leader's ID, or None for all of them."""
    found = session.fetch("leaders")
    names = dict(zip(found["leader_id"], found["name"], strict=True))
    return choose.pick("leader", names, _("Responsible leader"), every=_("All leaders"))


def ranking() -> str:
    """What the projects are ranked by."""
    names = {code: _(text) for code, text in RANKINGS.items()}
    return str(choose.pick("ranked_by", names, _("Ranked by")))


def figures(frame: pd.DataFrame, decisions: pd.DataFrame) -> None:
    """How many are to be called, for how much, how many are silent, what was not done in time."""
    count, money, silent = (
        frame[name].iloc[0] if len(frame) else 0
        for name in ("projects", "behind_total", "not_reported")
    )
    overdue = int((decisions["decision_state"] == OVERDUE).sum())
    with st.grid(4, min_column_width=160):
        st.metric(_("To be called"), numbers.count(count), border=True)
        st.metric(_("Behind by, together"), numbers.money(money), border=True)
        st.metric(_("Of them without a report"), numbers.count(silent), border=True)
        st.metric(_("Decisions overdue"), numbers.count(overdue), border=True)


def explained(ranked_by: str) -> None:
    """How the list is made and in which order it stands."""
    st.caption(
        _(
            "Listed is who is behind the schedule by the last report of the year, or has stood "
            "still for two months. Weight = money behind + months still × a twelfth of the annual "
            "plan; it ranks and is no investment. Ranked by: {order}. Projects without a plan have "
            "no schedule and are not ranked.",
            order=_(RANKINGS[ranked_by]),
        )
    )


def table(frame: pd.DataFrame) -> None:
    """The projects to call; a click on a row opens its page."""
    if len(frame) and len(frame) < frame["projects"].iloc[0]:
        st.caption(
            _(
                "The first {shown} of {count}; the list to download can hold all.",
                shown=len(frame),
                count=int(frame["projects"].iloc[0]),
            )
        )
    tables.table(
        frame,
        alt=show.title_of("to_call"),
        columns=COLUMNS,
        opens=("project", "project_id"),
        height=460 if len(frame) > 11 else None,
        empty=_("No project is behind or stands still for this choice."),
    )


def decisions(frame: pd.DataFrame) -> None:
    """What the meetings decided and whether it was done; a click opens the project."""
    tables.table(
        frame,
        alt=show.title_of("dispatch_items"),
        columns=DECISION_COLUMNS,
        opens=("project", "project_id"),
        height=380 if len(frame) > 9 else None,
        empty=_("Nothing has been decided yet. Fill in the list for the meeting and upload it."),
        key="decisions",
    )
