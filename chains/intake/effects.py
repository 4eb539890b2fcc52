"""What a new edition does to the figures that leaders see, by the pages' own questions."""

import math
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import pandas as pd

from chains import metrics, queries, rules
from chains.i18n import sentence
from chains.metrics import Due
from chains.rules import LightRule
from chains.store import Edition

# question -> what names a row, and whether the overview shows a light beside its completion
QUESTIONS: Mapping[str, tuple[str, bool]] = {
    "headline": ("key", False),
    "completion_by_level": ("level", True),
    "chain_cards": ("chain_id", True),
}
FIRST = ("rate", "completion")
BESIDE = ("completion_before", "last_year_completion", "target_share_before", "targets_due")
COLUMNS = [
    "question",
    "row",
    "figure",
    "before",
    "after",
    "before_light",
    "after_light",
    "id",
    "before_month",
    "after_month",
]


class _Look(NamedTuple):
    """What one edition answers: month shown, question -> row -> figures, and labels."""

    month: str | None
    rows: dict[tuple[str, str], dict[str, Any]]


def effects(
    before: Edition, after: Edition, *, month: str | None = None, rule: LightRule | None = None
) -> pd.DataFrame:
    """Every figure of the overview that differs between two editions, with its light.

    Each edition is seen at its own latest month unless one is named, by its own rule unless one
    is given. A light is None where the
    page shows none; `row` is in the language in force; rates come before what they are made of.
    """
    one, other = (_look(edition, month, rule) for edition in (before, after))
    found = [
        values
        for place in dict.fromkeys((*one.rows, *other.rows))
        for values in _differing(place, one, other)
    ]
    frame = pd.DataFrame(found, columns=COLUMNS, dtype=object)
    return frame.astype({"before": float, "after": float})


def _look(edition: Edition, month: str | None, given: LightRule | None) -> _Look:
    """The answers of one edition, as its overview shows them."""
    shown = month or edition.fetch(queries.query("clock"))["project_month"].iloc[0]
    if not isinstance(shown, str):
        shown = None  # nothing was reported yet
    rule = given or rules.held(edition.fetch(queries.query("rule_in_force"))["text"])
    rows = {}
    for question, (name, has_light) in QUESTIONS.items():
        frame = edition.fetch(queries.query(question), month=shown)
        if has_light and shown:
            frame = metrics.lit(frame, _due(edition, shown, rule), rule)
        for row in frame.to_dict("records"):
            rows[question, str(row[name])] = {str(key): value for key, value in row.items()}
    return _Look(shown, rows)


def _due(edition: Edition, month: str, rule: LightRule) -> Due:
    """What is due by the rule, on that edition's past years."""
    if not rule.schedule.from_past_years:
        return metrics.due(month, rule.schedule)
    curve = edition.fetch(queries.query("pace_curve"), year=int(month[:4]))
    return metrics.due(month, rule.schedule, curve)


def _differing(place: tuple[str, str], before: _Look, after: _Look) -> Iterator[list[Any]]:
    question, number = place
    one, other = before.rows.get(place, {}), after.rows.get(place, {})
    known = other or one
    label = sentence(*(str(known.get(name) or number) for name in ("name", "name_en")))
    figures = [name for name in known if name not in BESIDE]  # those of other months, or by rule
    for figure in sorted(figures, key=lambda name: name not in FIRST):
        old, new = _number(one.get(figure)), _number(other.get(figure))
        lights = [_light(row, figure) for row in (one, other)]
        if not _same(old, new) or lights[0] != lights[1]:
            yield [question, label, figure, old, new, *lights, number, before.month, after.month]


def _light(row: Mapping[str, Any], figure: str) -> str | None:
    light: str | None = row.get("light") if figure == "completion" else None
    return light


def _number(value: object) -> float | None:
    """A figure; None where there is none, or where the value is no figure."""
    if isinstance(value, str) or value is None or value is pd.NA:
        return None
    number = float(value)  # type: ignore[arg-type]  # numpy's numbers have no common type
    return None if math.isnan(number) else number


def _same(old: float | None, new: float | None) -> bool:
    """Whether two figures are the same, sums in another order included."""
    if old is None or new is None:
        return old is new
    return math.isclose(old, new, rel_tol=1e-9, abs_tol=1e-12)
