"""What is due at the end of a month, as a share of the annual plan or by each row's targets."""

import math
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from chains import rules
from chains.rules import Schedule

MONTHS = 12


@dataclass(frozen=True)
class Due:
    """What is due at the end of `month` by a schedule; `share` None: each row's own targets."""

    schedule: Schedule
    month: str
    share: float | None


def schedule(month: str, rule: Schedule) -> float:
    """The share of the annual plan due at the end of `YYYY-MM`: months / 12 x multiplier."""
    return int(month[5:7]) / MONTHS * rule.multiplier


def due(month: str, schedule: Schedule, curve: pd.DataFrame | None = None) -> Due:
    """What is due at the end of `YYYY-MM` by the schedule.

    A curve without shares of its own is read off `curve`, the answer of queries/pace_curve.sql
    (month_number 1..12, share, perhaps year); without a complete past year it is months / 12, and
    the schedule of the answer says so.
    """
    if schedule.kind == "targets":
        return Due(schedule, month, None)
    if schedule.kind == "linear":
        return Due(schedule, month, int(month[5:7]) / MONTHS * schedule.multiplier)
    shares = dict(enumerate(schedule.shares, 1)) or _read_off(curve, int(month[:4]))
    if not shares:
        stands_in = rules.schedules()["curve_missing"]
        return due(month, replace(stands_in, multiplier=schedule.multiplier))
    return Due(schedule, month, _on_curve(shares, int(month[5:7])) * schedule.multiplier)


def due_shares(frame: pd.DataFrame, due: Due) -> list[float]:
    """The share of the plan due of each row; NaN where it has own targets to keep but no plan.

    By targets it is `targets_due / annual_plan` (both 万元, `targets_due` summed in a total).
    """
    if due.share is not None:
        return [due.share] * len(frame)
    owed, plan = _numbers(frame, "targets_due"), _numbers(frame, "annual_plan")
    return [at / whole if whole > 0 else math.nan for at, whole in zip(owed, plan, strict=True)]


def money_due(frame: pd.DataFrame, due: Due) -> list[float]:
    """What each row owed by the month's end, 万元: its due share of its annual plan."""
    plan = _numbers(frame, "annual_plan")
    return [share * whole for share, whole in zip(due_shares(frame, due), plan, strict=True)]


def age(month: str, today: date) -> int:
    """Full months from `YYYY-MM` to today's month: 1 for the month before this one."""
    return (today.year - int(month[:4])) * 12 + today.month - int(month[5:7])


def _numbers(frame: pd.DataFrame, name: str) -> list[float]:
    """A column of numbers, NaN where there is none; an empty answer's columns may be of objects."""
    return frame[name].astype(float).tolist()


def _read_off(curve: pd.DataFrame | None, year: int) -> dict[int, float]:
    """Month number -> share, of the rows for that year where rows are told apart by year."""
    if curve is None or curve.empty:
        return {}
    rows = curve[curve["year"] == year] if "year" in curve else curve
    known = rows.dropna(subset=["share"])
    return dict(zip(known["month_number"].astype(int), known["share"].astype(float), strict=True))


def _on_curve(shares: dict[int, float], number: int) -> float:
    """The share at a month; between months that are known, and from 0 at the start, straight."""
    known = {0: 0.0, **shares}
    before = max(place for place in known if place <= number)
    after = min((place for place in known if place >= number), default=before)
    if before == after:
        return known[before]
    part = (number - before) / (after - before)
    return known[before] + (known[after] - known[before]) * part
