"""Plans and monthly reports of the projects: slow first quarters, a rush at the end of the year."""

from typing import Any

import numpy as np
import pyarrow as pa

from chains.demo.chance import Bools, Floats, Ints, generator
from chains.demo.columns import coded
from chains.demo.projects import Projects
from chains.demo.words import words

# share of a year's investment that falls in January and February, March, ... December
SHARES = np.array([0.07, 0.07, 0.08, 0.09, 0.10, 0.08, 0.08, 0.10, 0.10, 0.10, 0.13])
OCTOBER = 8
YEAR_ENDS = {2019: 1.012, 2020: 0.986, 2021: 1.027}
TARGETS = np.array([0.15, 0.42, 0.70, 1.0])


def project_years(projects: Projects) -> tuple[Ints, Ints]:
    """Project and year of each year in which a project runs."""
    years = np.arange(2019, 2023)
    runs = (projects.first_year[:, None] <= years) & (years <= projects.last_year[:, None])
    project, place = np.nonzero(runs)
    return project, years[place]


def plans(projects: Projects, seed: int) -> Floats:
    """The plan in force for each of `project_years`, in 万元."""
    project, year = project_years(projects)
    usual = projects.plan[project] * generator(seed, "plans").lognormal(-0.1, 0.25, len(project))
    plan: Floats = np.where(year == 2022, projects.plan[project], np.round(usual, -2) + 100)
    return plan


def project_plan(projects: Projects, seed: int, identifiers: Any) -> Any:
    """Every version of every plan; the highest version is in force."""
    random = generator(seed, "project_plan")
    project, year = project_years(projects)
    plan = plans(projects, seed)
    has = (year < 2022) | projects.planned[project]
    project, year, plan = project[has], year[has], plan[has]
    chance = random.random(len(plan))
    versions = np.where(year == 2022, 1 + (chance < 0.16) + (chance < 0.03), 1)
    row = np.repeat(np.arange(len(plan)), versions)
    version = np.arange(len(row)) - np.repeat(np.cumsum(versions) - versions, versions) + 1
    earlier = plan[row] * random.choice([0.75, 0.85, 1.15, 1.3], len(row))
    amount = np.where(version == versions[row], plan[row], np.round(earlier, -2) + 100)
    targets = np.rint(amount[:, None] * TARGETS ** random.uniform(0.85, 1.2, (len(row), 1)))
    quarters = {f"q{number + 1}_target": targets[:, number] for number in range(4)}
    table = {"year": year[row], "version": version, "annual_plan": amount, **quarters}
    table["change_reason"] = _reasons(amount, version)
    return pa.table({"project_id": coded(identifiers, project[row]), **table})


def _reasons(amount: Floats, version: Ints) -> Any:
    """Why each version but the first differs from the one before it: less, as much, or more."""
    moved = np.sign(amount - np.roll(amount, 1)).astype(np.int64)
    return coded(words()["plan_changes"], moved + 1, version == 1)


def project_month(projects: Projects, seed: int, identifiers: Any) -> Any:
    """Investment since January, month by month, with what is built and what stands in the way."""
    random = generator(seed, "project_month")
    project, year = project_years(projects)
    plan = plans(projects, seed)
    curve = _curves(random, len(project))
    total = _totals(random, plan, year)
    total = np.where(year == 2022, projects.done[project] / curve[:, OCTOBER], total)
    invested = np.rint(total[:, None] * curve)
    row, month = np.nonzero(_reported(projects, project, year))
    rate = (invested / plan[:, None])[row, month]
    slow = _slow(invested / plan[:, None], year)[row, month]
    months = [f"{one}-{month:02d}" for one in range(2019, 2023) for month in range(2, 13)]
    order = np.lexsort((project[row], month, year[row]))
    table = pa.table(
        {
            "project_id": coded(identifiers, project[row]),
            "month": coded(months, (year[row] - 2019) * 11 + month),
            "invested_ytd": invested[row, month],
            "progress": coded(words()["stages"], _stage(rate)),
            "problem": coded(words()["problems"], problem(projects, project[row]), ~slow),
        }
    )
    return table.take(pa.array(order))


def _totals(random: np.random.Generator, plan: Floats, year: Ints) -> Floats:
    """A whole year's investment: near the plan of each project, as wanted for all together."""
    total = plan * np.clip(random.normal(1, 0.12, len(plan)), 0.3, 1.5)
    for one, share in YEAR_ENDS.items():
        here = year == one
        total[here] *= share * plan[here].sum() / total[here].sum()
    return total


def _curves(random: np.random.Generator, count: int) -> Floats:
    """Cumulative shares of the year, each project with its own pace."""
    shares = SHARES * random.gamma(6, 1 / 6, (count, len(SHARES)))
    curve: Floats = np.cumsum(shares, axis=1) / shares.sum(axis=1, keepdims=True)
    return curve


def _reported(projects: Projects, project: Ints, year: Ints) -> Bools:
    """Which months of which years are reported: all, but in 2022 to October at most."""
    last = np.where(year < 2022, len(SHARES), OCTOBER + projects.reported[project])
    reported: Bools = np.arange(len(SHARES)) < last[:, None]
    return reported


def _slow(rate: Floats, year: Ints) -> Bools:
    """Reports that name a problem: from June 2022 where October falls far short of the plan."""
    late = (year == 2022) & (rate[:, OCTOBER] < 0.55)
    slow: Bools = late[:, None] & (np.arange(len(SHARES)) >= 4)
    return slow


def _stage(rate: Floats) -> Ints:
    """What is built, by the share of the plan that is spent."""
    return np.searchsorted([0.05, 0.2, 0.45, 0.75, 1.0], rate, side="right").astype(np.int64)


def problem(projects: Projects, project: Ints) -> Ints:
    """Each project has its own problem; the greatest laggards wait for land."""
    behind = projects.plan - projects.done
    other = np.arange(projects.count) % len(words()["problems"])
    return np.where(behind > 100_000, 0, other)[project]
