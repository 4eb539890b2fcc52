"""Which lights another rule would turn: every project, chain, list and county, counted, listed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from chains import metrics, queries, schema
from chains.i18n import sentence
from chains.rules import LightRule
from chains.store import Edition


class Lit(NamedTuple):
    """Where things of a kind are asked for: the question, their ID, their name."""

    question: str
    key: str
    name: str


KINDS: Mapping[str, Lit] = {
    "level": Lit("completion_by_level", "level", "level"),
    "chain": Lit("completion_by_chain", "chain_id", "chain"),
    "county": Lit("completion_by_county", "county_id", "county"),
    "project": Lit("projects", "project_id", "name"),
}
COLUMNS = ("kind", "id", "name", "completion", "before", "after", "before_reason", "after_reason")


@dataclass(frozen=True)
class Turns:
    """The lights of a month that differ between two rules.

    `looked` says how many of each kind have a light; `frame` has a row for each that differs,
    with both lights, both sentences and the completion they are made from.
    """

    month: str | None
    looked: Mapping[str, int]
    frame: pd.DataFrame


def turned(
    edition: Edition, before: LightRule, after: LightRule, *, month: str | None = None
) -> Turns:
    """The lights that turn when `after` takes the place of `before`, in the language in force.

    They are those of the latest month unless one is named.
    """
    shown = month or edition.fetch(queries.query("clock"))["project_month"].iloc[0]
    if not isinstance(shown, str):
        return Turns(None, dict.fromkeys(KINDS, 0), pd.DataFrame(columns=list(COLUMNS)))
    dues = [(due(edition, shown, rule), rule) for rule in (before, after)]
    looked, found = {}, []
    for kind, lit in KINDS.items():
        frame = edition.fetch(queries.query(lit.question), month=shown)
        looked[kind] = len(frame)
        found.append(_turned(kind, frame, dues))
    return Turns(shown, looked, pd.concat(found, ignore_index=True))


def due(edition: Edition, month: str, rule: LightRule) -> metrics.Due:
    """What is due at the end of the month by the rule's schedule, on that edition's past years."""
    past = rule.schedule.from_past_years
    curve = edition.fetch(queries.query("pace_curve"), year=int(month[:4])) if past else None
    return metrics.due(month, rule.schedule, curve)


def _turned(
    kind: str, frame: pd.DataFrame, dues: list[tuple[metrics.Due, LightRule]]
) -> pd.DataFrame:
    """The rows whose two lights differ; sentences are made for these alone."""
    before, after = (metrics.lit(frame, at, rule)["light"] for at, rule in dues)
    rows = frame[before != after]
    first, second = (metrics.explained(rows, at, rule) for at, rule in dues)
    lit = KINDS[kind]
    said = {
        "kind": kind,
        "id": rows[lit.key],
        "name": _names(rows, lit.name),
        "completion": rows["completion"],
        "before": first["light"],
        "after": second["light"],
        "before_reason": first["reason"],
        "after_reason": second["reason"],
    }
    return pd.DataFrame(said, index=rows.index, columns=list(COLUMNS))


def _names(rows: pd.DataFrame, column: str) -> list[Any]:
    """What the rows are called in the language in force."""
    if column == "level":
        return [schema.derived()["level"].choice(one) for one in rows[column]]
    english = rows.get(f"{column}_en", rows[column])
    return [sentence(zh, en or zh) for zh, en in zip(rows[column], english, strict=True)]
