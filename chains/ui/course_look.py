"""What the page of the year's course looks at, and a picture of it that can be clicked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from chains import schema
from chains.i18n import _
from chains.metrics import Due
from chains.rules import LightRule
from chains.ui import choose, links, ruling, session

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
    def due(self) -> Due:
        """What is due at the end of the month."""
        return ruling.due(self.month, self.rule)

    @property
    def subject(self) -> str:
        """What is looked at, in words."""
        level = self.level and schema.derived()["level"].choice(self.level)
        chain = self.chain and _name(session.fetch("chains"), "chain_id", self.chain)
        county = self.county and _name(session.fetch("counties"), "county_id", self.county)
        return " · ".join(one for one in (level, chain, county) if one) or _("All projects")

    def share(self, month: str) -> float | None:
        """The share due at the end of a month; None where each project has its own targets."""
        share = ruling.due(month, self.rule).share
        return None if share is None else round(share, 9)

    def asked(self, **more: Any) -> dict[str, Any]:
        """The values of a question that also takes the schedule of the month."""
        return {**self.chosen, "schedule": self.share(self.month), **more}


def _name(frame: pd.DataFrame, column: str, code: str) -> str:
    return str(frame.loc[frame[column] == code, "name"].iloc[0])


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


def open_project(code: str | None, look: Look) -> None:
    """Open a project's page in the same month and by the same rule, if one was clicked."""
    if code:
        links.go("project", project=code, month=look.month, rule=look.rule.name)
