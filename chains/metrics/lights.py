"""Lights by a rule over small frames, and the sentence that explains each."""

import math
from typing import Any

import pandas as pd

from chains.errors import N_
from chains.i18n import _
from chains.metrics.schedules import Due, due, due_shares
from chains.rules import LightRule

SAID = N_("{done:.1%} done, {due:.1%} due ({schedule}), {distance}; rule: {rule}")
SAID_OF = N_("{subject} {done:.1%}, {due:.1%} due ({schedule}), {distance}; rule: {rule}")
SILENT = ("no_plan", "not_reported", "finished")  # states that no figure lights


def measure(completion: float, due: float, rule: LightRule) -> float:
    """What the rule looks at: completion - due (`gap`), completion / due (`ratio`), or itself.

    Where nothing is due yet, a ratio is 1, or without end once something is done.
    """
    if rule.family == "growth":
        return completion
    if rule.family == "gap":
        return completion - due
    if due == 0:
        return math.inf if completion > 0 else 1.0
    return completion / due


def light(
    completion: float | None, due: float | None, rule: LightRule, state: str = "reported"
) -> str:
    """The light's state: one of the rule's, else why there is none.

    Those are `finished`, `no_plan` (no plan, or a plan of zero) and `not_reported`.
    """
    if state == "finished":
        return state
    if completion is None or due is None or math.isnan(completion) or math.isnan(due):
        return state if state in SILENT else "no_plan"
    found = measure(completion, due, rule)
    return next(step.state for step in rule.steps if step.holds(found))


def reason(
    completion: float | None,
    due: float | None,
    rule: LightRule,
    state: str = "reported",
    *,
    by: str | None = None,
    subject: str | None = None,
) -> str:
    """The light's sentence: the numbers, the distance to the schedule, and the rule.

    `subject` says of whom it is; `by` is the schedule in words, the rule's unless given.
    """
    word = light(completion, due, rule, state)
    if completion is None or due is None or math.isnan(completion) or math.isnan(due):
        return _silent(word, subject)
    said = _(
        SAID_OF if subject else SAID,
        subject=subject,
        done=completion,
        due=due,
        schedule=by or rule.schedule.label,
        distance=_distance(completion - due),
        rule=rule.label,
    )
    return _("{sentence}; finished", sentence=said) if word == "finished" else said


def lit(frame: pd.DataFrame, due: Due, rule: LightRule) -> pd.DataFrame:
    """The frame with a `light` beside its `completion` (and `state`, if there)."""
    rows = zip(_told(frame), due_shares(frame, due), strict=True)
    return frame.assign(light=[light(done, at, rule, state) for (done, state), at in rows])


def explained(
    frame: pd.DataFrame, due: Due, rule: LightRule, *, subject: str | None = None
) -> pd.DataFrame:
    """The frame with `light`, its `reason` and the share that was `due`, for few rows.

    A sentence costs more than a light; `subject` names the column that says of whom it is.
    """
    shares, by = due_shares(frame, due), due.schedule.label
    names = [str(one) for one in frame[subject]] if subject else [None] * len(frame)
    rows = zip(_told(frame), shares, names, strict=True)
    reasons = [
        reason(done, at, rule, state, by=by, subject=name) for (done, state), at, name in rows
    ]
    return lit(frame, due, rule).assign(reason=reasons, schedule=shares)


def lit_by_month(
    frame: pd.DataFrame, rule: LightRule, curve: pd.DataFrame | None = None
) -> pd.DataFrame:
    """A project's months with `schedule` and `light`, each by its own month.

    `curve` is the answer of queries/pace_curve.sql for every year, where the rule needs it.
    """
    dues = [due(month, rule.schedule, curve) for month in frame["month"].tolist()]
    own = due_shares(frame, dues[0]) if dues and dues[0].share is None else []
    shares = own or [one.share or 0.0 for one in dues]
    rows = zip(_told(frame), shares, strict=True)
    lights = [light(done, at, rule, state) for (done, state), at in rows]
    return frame.assign(schedule=pd.Series(shares, index=frame.index, dtype=float), light=lights)


def growth_lit(frame: pd.DataFrame, rule: LightRule) -> pd.DataFrame:
    """Segments with a `light` from their `output_growth`; without a report it is None."""
    states: list[Any] = [
        None if growth is None or math.isnan(growth) else light(growth, 0, rule)
        for growth in frame["output_growth"]
    ]
    return frame.assign(light=states)


def only(frame: pd.DataFrame, lights: list[str]) -> pd.DataFrame:
    """The rows whose light is one of these; all of them where none is named."""
    return frame[frame["light"].isin(lights)] if lights else frame


def _told(frame: pd.DataFrame) -> list[tuple[float, str]]:
    """Completion and state of each row; a total of which nobody reports is not reported."""
    done = frame["completion"].astype(float).tolist()
    states = ["reported"] * len(done)
    if "state" in frame:
        states = frame["state"].tolist()
    elif {"compared", "not_reported"} <= set(frame.columns):
        rows = zip(frame["compared"], frame["not_reported"], strict=True)
        states = ["not_reported" if silent and not one else "reported" for one, silent in rows]
    return list(zip(done, states, strict=True))


def _distance(gap: float) -> str:
    """How far from the schedule, in percentage points."""
    points = round(gap * 100, 9)
    if points == 0:
        return _("exactly on schedule")
    if points > 0:
        return _("{points:.1f} points ahead", points=points)
    return _("{points:.1f} points behind", points=-points)


def _silent(word: str, subject: str | None) -> str:
    """Why there is no figure to light."""
    said = {
        "no_plan": _("No annual plan"),
        "finished": _("Finished; no plan and report to compare"),
    }.get(word, _("No report for this month"))
    return _("{name}: {value}", name=subject, value=said) if subject else said
