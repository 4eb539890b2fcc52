"""What the page of the year's course looks at, and a picture of it that can be clicked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import streamlit as st

from chains import metrics
from chains.rules import LightRule
from chains.ui import choose, links

if TYPE_CHECKING:
    from plotly.graph_objects import Figure


@dataclass(frozen=True)
class Look:
    """A month, a rule, and of the projects a list, a chain and a county, or all."""

    month: str
    rule: LightRule
    level: str | None = None
    chain: str | None = None
    county: str | None = None

    @property
    def chosen(self) -> dict[str, str | None]:
        """The month and the filters, as the questions take them."""
        place = {"level": self.level, "chain": self.chain, "county": self.county}
        return {"month": self.month, **place}

    @property
    def key(self) -> tuple[str | None, ...]:
        """What a picture follows from."""
        return (self.rule.name, *self.chosen.values())

    @property
    def due(self) -> float:
        """The schedule at the end of the month."""
        return metrics.schedule(self.month, self.rule.schedule)

    def share(self, month: str) -> float | None:
        """The share due at the end of a month; None where each project has its own targets."""
        share = metrics.schedule(month, self.rule.schedule)
        return round(share, 9)

    def asked(self, **more: Any) -> dict[str, Any]:
        """The values of a question that also takes the schedule of the month."""
        return {**self.chosen, "schedule": self.share(self.month), **more}


def switch(key: str, names: Mapping[str, str], label: str) -> str:
    """One code of `names` by buttons, the first unless the URL names another."""
    asked = st.query_params.get(key)
    st.session_state[key] = chosen = asked if asked in names else next(iter(names))
    st.segmented_control(
        label,
        list(names),
        format_func=lambda code: names.get(code, code),
        required=True,
        key=key,
        label_visibility="collapsed",
        on_change=lambda: choose.put(key, st.session_state[key]),
    )
    return str(chosen)


def clickable(drawn: "Figure", *, key: str, alt: str) -> str | None:
    """Show a figure; the customdata of the point that was clicked, None where none was."""
    state: Any = st.plotly_chart(
        drawn,
        key=key,
        theme=None,
        config={"displayModeBar": False},
        on_select="rerun",
        selection_mode="points",
        alt=alt,
    )
    for point in state["selection"]["points"]:
        found = point.get("customdata")
        return str(found[0] if isinstance(found, list) else found) if found else None
    return None


def open_project(code: str | None, month: str) -> None:
    """Open a project's page, if one was clicked."""
    if code:
        links.go("project", project=code, month=month)
