"""Formulas with a name over small frames: schedule, light and the sentence that explains it."""

import math
from datetime import date
from typing import Any

import pandas as pd

from chains.i18n import _
from chains.rules import LightRule, Schedule


def schedule(month: str, rule: Schedule) -> float:
    """The share of the annual plan due at the end of `YYYY-MM`: months / 12 x multiplier."""
    return int(month[5:7]) / 12 * rule.multiplier


def age(month: str, today: date) -> int:
    """Full months from `YYYY-MM` to today's month: 1 for the month before this one."""
    return (today.year - int(month[:4])) * 12 + today.month - int(month[5:7])


def measure(completion: float, due: float, rule: LightRule) -> float:
    """What the rule looks at: completion - due (`gap`), completion / due (`ratio`), or itself."""
    if rule.family == "gap":
        return completion - due
    return completion / due if rule.family == "ratio" else completion


def light(completion: float | None, due: float, rule: LightRule, state: str = "reported") -> str:
    """The light's state: one of the rule's, else why there is none (`no_plan`, `not_reported`)."""
    if completion is None or math.isnan(completion):
        return state if state != "reported" else "no_plan"
    found = measure(completion, due, rule)
    return next(step.state for step in rule.steps if step.holds(found))


def reason(completion: float | None, due: float, rule: LightRule, state: str = "reported") -> str:
    """The light's sentence: the numbers, the distance to the schedule, and the rule."""
    word = light(completion, due, rule, state)
    if completion is None or word in ("no_plan", "not_reported"):
        return _("No annual plan") if word == "no_plan" else _("No report for this month")
    ahead = (completion - due) * 100
    return _(
        "{done:.1%} done, {due:.1%} due ({schedule}), {distance}; rule: {rule}",
        done=completion,
        due=due,
        schedule=rule.schedule.label,
        distance=_("{points:.1f} points ahead", points=ahead)
        if round(ahead, 9) >= 0
        else _("{points:.1f} points behind", points=-ahead),
        rule=rule.label,
    )


def lit(frame: pd.DataFrame, due: float, rule: LightRule) -> pd.DataFrame:
    """The frame with a `light` beside its `completion` (and `state`, if there)."""
    return frame.assign(light=[light(done, due, rule, state) for done, state in _told(frame)])


def explained(frame: pd.DataFrame, due: float, rule: LightRule) -> pd.DataFrame:
    """The frame with `light` and its `reason`, for few rows: a sentence costs more than a light."""
    reasons = [reason(done, due, rule, state) for done, state in _told(frame)]
    return lit(frame, due, rule).assign(reason=reasons)


def _told(frame: pd.DataFrame) -> list[tuple[float, str]]:
    """Completion and state of each row."""
    done = frame["completion"].tolist()
    states = frame["state"].tolist() if "state" in frame else ["reported"] * len(done)
    return list(zip(done, states, strict=True))


def lit_by_month(frame: pd.DataFrame, rule: LightRule) -> pd.DataFrame:
    """A project's months with `schedule` and `light`, each by its own month."""
    due = [schedule(month, rule.schedule) for month in frame["month"].tolist()]
    lights = [
        light(done, at, rule, state) for (done, state), at in zip(_told(frame), due, strict=True)
    ]
    return frame.assign(schedule=due, light=lights)


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
