"""The projects' completion by one dimension: what is asked, and the groups lit by a rule."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import pandas as pd

from chains import metrics, rules, schema
from chains.errors import N_
from chains.i18n import _
from chains.rules import LightRule
from chains.ui import ruling, session

QUESTION = "completion_split"
GROUPS: Mapping[str, str] = MappingProxyType(
    {
        "level": N_("By list"),
        "chain": N_("By chain"),
        "county": N_("By county"),
        "leader": N_("By responsible leader"),
        "sector": N_("By sector"),
        "nature": N_("By nature"),
    }
)
ALL = "all"


@dataclass(frozen=True)
class Look:
    """The dimension, the month, the rule, and of the projects a list, a chain, a county, or all."""

    by: str
    month: str
    rule: LightRule
    level: str | None = None
    chain: str | None = None
    county: str | None = None

    @property
    def chosen(self) -> dict[str, str | None]:
        """The values of the question."""
        place = {"level": self.level, "chain": self.chain, "county": self.county}
        return {"by": self.by, "month": self.month, **place}

    @property
    def key(self) -> tuple[str | None, ...]:
        """What a picture follows from."""
        return (rules.text(self.rule), *self.chosen.values())


def told(look: Look) -> pd.DataFrame:
    """The groups, each with name, light, reason, schedule, direction and the rule's bounds."""
    frame = _named(session.fetch(QUESTION, **look.chosen), look.by)
    at = ruling.due(look.month, look.rule)
    was = ruling.due(before(look.month) or look.month, look.rule)
    lit = metrics.explained(frame.assign(state=_states(frame)), at, look.rule, subject="name")
    lit = metrics.directed(lit, at, was)
    bounds = [_bounds(float(one), look.rule) for one in lit["schedule"]]
    return lit.assign(bounds=pd.Series(bounds, index=lit.index, dtype=object))


def behind(row: Any, look: Look) -> dict[str, Any]:
    """What `why` needs besides the row to explain its light."""
    return {
        "subject": str(row.name),
        "month": look.month,
        "rule": look.rule,
        "due": ruling.due(look.month, look.rule),
        "question": QUESTION,
        "values": look.chosen,
    }


def before(month: str) -> str | None:
    """The month reported before this one in the same year."""
    months = session.fetch("months")["month"].tolist()
    return next((one for one in months if month[:4] <= one < month), None)


def _named(frame: pd.DataFrame, by: str) -> pd.DataFrame:
    """Choices of the schema in the language in force; a group without a code says so."""
    term = schema.term(by) if by in ("level", "sector", "nature") else None
    names = [
        _("Not stated") if pd.isna(code) else term.choice(str(code)) if term else name
        for code, name in zip(frame["code"], frame["name"], strict=True)
    ]
    if by == ALL:
        names = [_("All projects")] * len(frame)
    return frame.assign(name=names, code=frame["code"].fillna(""))


def _states(frame: pd.DataFrame) -> list[str]:
    """Why a group without a figure has none."""
    rows = zip(frame["compared"], frame["not_reported"], strict=True)
    return [
        "reported" if compared else "not_reported" if silent else "no_plan"
        for compared, silent in rows
    ]


def _bounds(due: float, rule: LightRule) -> list[float]:
    """At which completion the light changes, from the lowest; none where nothing is due."""
    if math.isnan(due):
        return []
    bounds = sorted(step.bound for step in rule.steps if step.bound is not None)
    return [due + bound if rule.family == "gap" else due * bound for bound in bounds]
