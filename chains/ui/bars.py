"""Bars of completion: a question's rows against the schedule, with the SQL under them."""

from typing import Any

from chains import figures, metrics
from chains.rules import LightRule
from chains.ui import links, ruling, session, show, tables


def bars(question: str, label: str, rule: LightRule, *, month: str, **chosen: Any) -> None:
    """The bars of a question whose rows are named by the column `label`, lit by the rule."""
    dark, due = show.dark(), ruling.due(month, rule)

    def make() -> Any:
        frame = metrics.lit(session.fetch(question, month=month, **chosen), due, rule)
        frame = tables.worded(frame).assign(schedule=metrics.due_shares(frame, due))
        return figures.completion_bars(frame, label=label, dark=dark)

    drawn = session.kept(make, question, rule.name, dark, month, *chosen.values())
    show.plot(drawn, key=question, alt=show.title_of(question))
    links.source(question, month=month, **chosen)
