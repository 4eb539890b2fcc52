"""A rule of the lights as seen on the page: what it looks at, its ranges, where it comes from."""

from typing import Any

import streamlit as st

from chains import rulebook
from chains.i18n import _
from chains.rules import LightRule
from chains.ui import session, show

LINKED = ("https://", "http://")


def in_force() -> LightRule:
    """The rule of the edition that is shown, with who published it, when and why."""
    rule = rulebook.in_force(session.edition())
    panel(rule)
    rows = session.fetch("rule_in_force")
    for row in rows.itertuples():
        st.caption(_since(row))
    if rows.empty:
        st.caption(_("No rule was published with the data; CHAINS_LIGHT_RULE names this one."))
    return rule


def panel(rule: LightRule) -> None:
    """A rule in full."""
    with st.container(border=True):
        st.markdown(f"**{show.plain(rule.label)}**")
        schedule = show.plain(rule.schedule.label)
        st.markdown(
            _(
                "Due: {schedule}. Judged by {measure}:",
                schedule=schedule,
                measure=rulebook.measured(rule),
            )
        )
        ranges(rule)
        if rule.help:
            st.caption(show.plain(rule.help))
        if rule.source.startswith(LINKED):
            st.link_button(
                _("Where it was published"),
                rule.source,
                icon=":material/open_in_new:",
                type="tertiary",
            )
        elif rule.source:
            st.caption(_("Source: {source}", source=show.plain(rule.source)))


def ranges(rule: LightRule) -> None:
    """A line for each light: its badge and the range that it takes."""
    lines = [f"{show.light(state)} {show.plain(said)}" for state, said in rulebook.ranges(rule)]
    st.markdown("  \n".join(lines))


def _since(row: Any) -> str:
    said = _(
        "In force since edition {edition}, published by {by} on {at:%Y-%m-%d %H:%M}",
        edition=row.edition,
        by=show.plain(row.made_by),
        at=row.made_at,
    )
    return f"{said} · {show.plain(row.message)}" if isinstance(row.message, str) else said
