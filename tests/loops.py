"""The forecast once more, by plain loops over plain tuples: what chains.forecast is tested against.

Written from the words of the issue and of the methods' names, without a line of theirs.
"""

import math
import statistics
from dataclasses import dataclass, field
from typing import NamedTuple

Plan = tuple[int, float, list[float | None]]  # version, the year's plan, four cumulative targets


@dataclass
class City:
    """What was planned and reported: plans by project and year, 万元 by project and `YYYY-MM`."""

    plans: dict[tuple[str, int], list[Plan]] = field(default_factory=dict)
    months: dict[tuple[str, str], float] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)  # of a part

    def years(self) -> list[int]:
        """Every year with a report."""
        return sorted({int(month[:4]) for _one, month in self.months})

    def projects(self) -> list[str]:
        """Every project with a plan or a report."""
        return sorted({one for one, _year in self.plans} | {one for one, _month in self.months})

    def known(self, one: str, year: int, at: int) -> float | None:
        """What was invested by the end of a month; None where that is not reported."""
        return self.months.get((one, f"{year}-{at:02d}"))

    def plan(self, one: str, year: int, *, first: bool = False) -> Plan | None:
        """The version of the highest number, or of the lowest."""
        versions = sorted(self.plans.get((one, year), []), key=lambda plan: plan[0])
        return (versions[0] if first else versions[-1]) if versions else None

    def counts(self, one: str, year: int) -> bool:
        """Not where something in the package has a plan or a report in the year."""
        parts = [part for part, parent in self.parents.items() if parent == one]
        while parts:
            part = parts.pop()
            parts += [inner for inner, parent in self.parents.items() if parent == part]
            plan = self.plan(part, year)
            reported = any(self.known(part, year, at) is not None for at in range(1, 13))
            if reported or (plan and plan[1] > 0):
                return False
        return True

    def compared(self, year: int, at: int) -> list[str]:
        """Those with a plan above 0 and a report for the month."""
        found = []
        for one in self.projects():
            plan = self.plan(one, year)
            if plan and plan[1] and plan[1] > 0 and self.known(one, year, at) is not None:
                found.append(one)
        return found


class Case(NamedTuple):
    """A past year of a project: what it came to, what each method expected."""

    one: str
    year: int
    done: float
    total: float
    plan: float
    expected: dict[str, float | None]


def left(plan: Plan, at: int) -> float:
    """What the plan makes due after the month."""
    _version, whole, targets = plan
    quarter = math.ceil(at / 3)
    if None in targets:
        return max(whole - whole * at / 12, 0)
    before, after = [0.0, *targets][quarter - 1], targets[quarter - 1]
    return max(whole - (before + (after - before) * (at - 3 * (quarter - 1)) / 3), 0)


def expect(city: City, where: tuple[str, int, int], plan: Plan, past: list[tuple[str, int]]):
    """What each method expects, told by the past project-years that are given."""
    one, year, at = where
    done = city.known(one, year, at)
    sums = [0.0, 0.0]
    own = []
    for other, then in past:
        by_then, total = city.known(other, then, at), city.known(other, then, 12)
        sums[0] += by_then
        sums[1] += total
        if other == one:
            own.append((by_then, total))
    share = sums[0] / sums[1] if past and sums[1] > 0 else None
    own_share = share
    whole = sum(total for _by_then, total in own)
    if share is not None and len(own) >= 2 and whole > 0:
        size = whole / len(own)
        own_share = (sum(by_then for by_then, _total in own) + share * size) / (whole + size)
    earlier = [before for before in range(1, at - 2) if city.known(one, year, before) is not None]
    back, base = (max(earlier), city.known(one, year, max(earlier))) if earlier else (0, 0.0)
    found = {
        "seasonal": done / share if share and share > 0 else None,
        "seasonal_own": done / own_share if own_share and own_share > 0 else None,
        "run_rate": done / (at / 12),
        "last_three": done + (12 - at) * (done - base) / (at - back),
        "own_plan": done + left(plan, at),
    }
    return {name: None if it is None else max(it, done) for name, it in found.items()}


def past_of(city: City, month: str) -> list[tuple[str, int]]:
    """Project-years before the month's year whose total is known and counted."""
    year, at = int(month[:4]), int(month[5:])
    return [
        (one, then)
        for then in city.years()
        if then < year
        for one in city.compared(then, at)
        if city.known(one, then, 12) is not None and city.counts(one, then)
    ]


def backtest(city: City, month: str) -> list[Case]:
    """Every past project-year, foretold from the other years by its first plan."""
    at, past = int(month[5:]), past_of(city, month)
    cases = []
    for one, then in past:
        plan = city.plan(one, then, first=True)
        others = [(other, year) for other, year in past if year != then]
        cases.append(
            Case(
                one,
                then,
                city.known(one, then, at),
                city.known(one, then, 12),
                plan[1],
                expect(city, (one, then, at), plan, others),
            )
        )
    return cases


def judge(cases: list[Case], method: str) -> tuple[float, float, float, int, int] | None:
    """Weighted error, median error, error of the sum, years, projects."""
    off = whole = signed = 0.0
    apes = []
    for case in cases:
        expected = case.expected[method]
        if expected is None:
            continue
        off += abs(expected - case.total)
        signed += expected - case.total
        whole += case.total
        if case.total > 0:
            apes.append(abs(expected - case.total) / case.total)
    told = [case for case in cases if case.expected[method] is not None]
    if not told or whole <= 0:
        return None
    years, projects = {case.year for case in told}, {case.one for case in told}
    return off / whole, statistics.median(apes), signed / whole, len(years), len(projects)


def now(city: City, month: str, method: str) -> dict[str, tuple[float, float, float]]:
    """Of each project that has a plan and a report: done, its size, what the method expects."""
    year, at = int(month[:4]), int(month[5:])
    past, found = past_of(city, month), {}
    for one in city.compared(year, at):
        plan = city.plan(one, year)
        expected = expect(city, (one, year, at), plan, past)[method]
        found[one] = (city.known(one, year, at), max(plan[1], expected), expected)
    return found


def errors(cases: list[Case], method: str) -> tuple[list[float], list[float]]:
    """The common error of each year, and each project's own, as shares of its size."""
    common, own = [], []
    for year in sorted({case.year for case in cases}):
        here = []
        for case in cases:
            size = max(case.plan or 0, case.expected[method] or 0)
            if case.year == year and case.expected[method] is not None and size > 0:
                here.append((case.total - case.expected[method], size))
        common.append(sum(error for error, _size in here) / sum(size for _error, size in here))
        mean = sum(error / size for error, size in here) / len(here)
        own += [error / size - mean for error, size in here]
    return common, own


def quantile(values: list[float], share: float) -> float:
    """By a straight line between the two nearest values."""
    ranked = sorted(values)
    place = share * (len(ranked) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ranked) - 1)
    return ranked[below] + (ranked[above] - ranked[below]) * (place - below)
