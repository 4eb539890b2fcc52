"""The lights of one edition at its latest month, by its own rule, with what they are made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import pandas as pd

from chains import metrics, queries, rules
from chains.metrics import Due
from chains.rules import LightRule
from chains.store import Edition

UNREPORTED = "not_reported"


class Asked(NamedTuple):
    """Where things of a kind are asked for: the question, their ID, their name."""

    question: str
    key: str
    name: str


KINDS: Mapping[str, Asked] = {
    "level": Asked("completion_by_level", "level", "level"),
    "chain": Asked("completion_by_chain", "chain_id", "chain"),
    "county": Asked("completion_by_county", "county_id", "county"),
    "project": Asked("project_lights", "project_id", "name"),
}


@dataclass(frozen=True)
class Look:
    """An edition, its latest month (None before the first report), the rule it keeps."""

    edition: Edition
    month: str | None
    rule: LightRule

    @cached_property
    def known(self) -> Mapping[str, pd.DataFrame]:
        """Kind -> rows by ID, as `lit`; who has no report yet stands with the last light."""
        return {kind: self._settled(kind) for kind in KINDS}

    @cached_property
    def now(self) -> Mapping[str, pd.DataFrame]:
        """Kind -> rows by ID at the latest month, lit."""
        return {kind: lit(self, self._asked(kind, self.month), self.rule) for kind in KINDS}

    def _settled(self, kind: str) -> pd.DataFrame:
        """The rows of now, those without a report replaced by what was known before."""
        now = self.now[kind]
        silent = now.index[now["light"] == UNREPORTED]
        if silent.empty:
            return now
        earlier = self._earlier(kind)
        found = earlier[earlier.index.isin(silent) & (earlier["light"] != UNREPORTED)]
        return pd.concat([now.drop(found.index), found])

    def _earlier(self, kind: str) -> pd.DataFrame:
        """The rows of an earlier month: each project's own last, or the month before for a sum."""
        if kind == "project":
            both = self._ask(kind, self.month)
            return lit(self, _by_id(kind, both[both["month"] != self.month]), self.rule)
        months = self.edition.fetch(queries.query("months"))["month"].tolist()
        before = max((month for month in months if month < str(self.month)), default=None)
        if before is None:
            return self.now[kind].iloc[:0]
        return lit(self, self._asked(kind, before), self.rule)

    def _asked(self, kind: str, month: str | None) -> pd.DataFrame:
        frame = self._ask(kind, month)
        return _by_id(kind, frame[frame["month"] == month])

    def _ask(self, kind: str, month: str | None) -> pd.DataFrame:
        frame = self.edition.fetch(queries.query(KINDS[kind].question), month=month)
        return frame if kind == "project" else frame.assign(month=month, state=_states(frame))


def look(edition: Edition) -> Look:
    """The lights of an edition."""
    month = edition.fetch(queries.query("clock"))["project_month"].iloc[0]
    shown = month if isinstance(month, str) else None
    return Look(edition, shown, rules.held(edition.fetch(queries.query("rule_in_force"))["text"]))


def lit(at: Look, rows: pd.DataFrame, rule: LightRule) -> pd.DataFrame:
    """The rows with `light` and `due` (a share), each by its own month, on that edition."""
    parts = []
    for month, part in rows.groupby("month", sort=False):
        owed = _due(at.edition, str(month), rule)
        shares = metrics.due_shares(part, owed)
        parts.append(metrics.lit(part, owed, rule).assign(due=shares))
    return pd.concat(parts) if parts else rows.assign(light="", due=0.0)


def reasons(at: Look, rows: pd.DataFrame) -> "pd.Series[str]":
    """The sentence of each light, in the language in force, by ID."""
    parts = [
        metrics.explained(part, _due(at.edition, str(month), at.rule), at.rule)["reason"]
        for month, part in rows.groupby("month", sort=False)
    ]
    return pd.concat(parts) if parts else pd.Series(dtype=str)


def _due(edition: Edition, month: str, rule: LightRule) -> Due:
    """What is due at the end of the month by the rule, on that edition's past years."""
    past = rule.schedule.from_past_years
    curve = edition.fetch(queries.query("pace_curve"), year=int(month[:4])) if past else None
    return metrics.due(month, rule.schedule, curve)


def _by_id(kind: str, frame: pd.DataFrame) -> pd.DataFrame:
    return frame.set_index(KINDS[kind].key, drop=False).rename_axis(index=None)


def _states(frame: pd.DataFrame) -> list[str]:
    """Why a sum has no completion: nothing was compared, since nobody reports, or plans."""
    rows = zip(frame["compared"], frame["not_reported"], strict=True)
    return [
        "reported" if compared else UNREPORTED if silent else "no_plan" for compared, silent in rows
    ]
