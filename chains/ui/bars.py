"""Bars of completion: a question's rows against the schedule; a click says why; SQL under them."""

from typing import Any

import pandas as pd
import streamlit as st

from chains import figures, metrics
from chains.rules import LightRule
from chains.ui import links, ruling, session, show, tables, why

ASKED = "bar_asked"  # question and place of the bar that was clicked


def bars(question: str, label: str, rule: LightRule, *, month: str, **chosen: Any) -> None:
    """The bars of a question whose rows are named by the column `label`, lit by the rule."""
    dark, due = show.dark(), ruling.due(month, rule)
    values = {"month": month, **chosen}

    def lit() -> pd.DataFrame:
        return metrics.lit(session.fetch(question, **values), due, rule)

    def make() -> Any:
        frame = lit()
        told = tables.worded(frame).assign(schedule=metrics.due_shares(frame, due))
        return figures.completion_bars(told, label=label, dark=dark)

    def clicked(place: Any) -> None:
        st.session_state[ASKED] = (question, place)

    drawn = session.kept(make, question, rule.name, dark, month, *chosen.values())
    show.plot(drawn, key=question, alt=show.title_of(question), picks=clicked)
    links.source(question, **values)
    asked, place = st.session_state.get(ASKED, ("", 0))
    if asked == question:
        del st.session_state[ASKED]
        frame = lit()
        row: Any = list(frame.itertuples())[place]
        name = str(tables.worded(frame)[label].iloc[place])
        why.dialog(row, subject=name, rule=rule, due=due, question=question, values=values)
