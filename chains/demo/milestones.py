"""What the projects reach besides money: days planned and actual, sectors, parts of packages."""

from typing import Any

import numpy as np

from chains.demo.chance import Bools, Days, Ints, among, generator, weighted
from chains.demo.columns import coded, maybe
from chains.demo.projects import Projects

CEREMONY_DAY, NEVER = np.datetime64("2022-11-21", "D"), np.datetime64("NaT", "D")
SECTORS = ("工业", "农业", "服务业", "基础设施", "社会事业")
# of the food chain many are farms, of the digital chain many are services
SECTOR_SHARES = np.array([0.82, 0.0, 0.08, 0.08, 0.02])
FOOD, DIGITAL = 5, 6
FARMS = np.array([0.55, 0.35, 0.06, 0.04, 0.0])
SERVICES = np.array([0.4, 0.0, 0.45, 0.13, 0.02])
EARLY, FINISHED, PRODUCING = 11, 9, 14  # begun before their day; ended by October; make already
PACKAGES, PARTS = 3, 3


def milestones(
    projects: Projects,
    starts: tuple[Days, Days],
    finishes: tuple[Days, Days],
    ready: Bools,
    seed: int,
) -> dict[str, Any]:
    """The days of every project as columns; `starts` and `finishes` are each planned and actual.

    `ready` marks those that are finished on the day of the ceremony.
    """
    random = generator(seed, "milestone")
    (planned, begun), (due, finish) = starts, finishes
    running = projects.listed & (projects.first_year < 2022) & ~ready
    ended = running & ~projects.lists[:, 0] & (projects.done > projects.plan)
    ended = _chosen(random, ended, FINISHED)
    finish = np.where(ended, _drawn(random, "2022-08-15", 65, len(finish)), finish)
    near = finish + random.integers(-60, 45, len(finish))
    due = np.where(ready | ended | projects.past, near, due)
    made = _chosen(random, running & ~ended, PRODUCING)
    production, produced = _production(random, due, finish, made)
    days = {
        "planned_start": _planned(projects, random, planned, begun),
        "planned_finish": due,
        "actual_start": begun,
        "actual_finish": finish,
        "planned_production": production,
        "actual_production": produced,
        "registered_on": _registered(random, begun),
    }
    return {name: maybe(values, np.isnat(values)) for name, values in days.items()}


def _chosen(random: np.random.Generator, able: Bools, count: int) -> Bools:
    chosen = np.zeros(len(able), dtype=bool)
    chosen[among(random, able, count)] = True
    return chosen


def _drawn(random: np.random.Generator, first: str, span: int, count: int) -> Days:
    return np.datetime64(first, "D") + random.integers(0, span, count)


def _planned(projects: Projects, random: np.random.Generator, planned: Days, begun: Days) -> Days:
    """Most begin up to two months late, a few before their day; the ceremony's about on theirs."""
    early = _chosen(random, projects.listed & (begun >= np.datetime64("2022-05-01")), EARLY)
    planned = np.where(early, _drawn(random, "2022-11-05", 50, len(planned)), planned)
    ceremony = CEREMONY_DAY - 30 + random.integers(0, 55, len(planned))
    return np.where(projects.begun, ceremony, planned)


def _production(
    random: np.random.Generator, due: Days, finish: Days, made: Bools
) -> tuple[Days, Days]:
    """Production follows the finish by up to two months; some produce before all is built."""
    planned = due + random.integers(0, 60, len(due))
    planned = np.where(made, _drawn(random, "2022-03-01", 270, len(due)), planned)
    follows = finish + random.integers(0, 45, len(due))
    actual = np.where(made & (random.random(len(due)) < 0.7), planned + 12, follows)
    actual[actual > CEREMONY_DAY] = NEVER
    without = random.random(len(due)) < 0.15  # roads and schools make nothing
    planned[without], actual[without] = NEVER, NEVER
    return planned, actual


def _registered(random: np.random.Generator, start: Days) -> Days:
    """Nine in ten of what has begun are registered within two months."""
    day = start + random.integers(8, 60, len(start))
    missing = (random.random(len(start)) < 0.08) | (day > CEREMONY_DAY)
    day[missing] = NEVER
    return day


def sectors(projects: Projects, seed: int) -> Ints:
    """The place in `SECTORS` of each project, by its chain."""
    random = generator(seed, "sector")
    drawn = weighted(random, SECTOR_SHARES, projects.count)
    for chain, shares in ((FOOD, FARMS), (DIGITAL, SERVICES)):
        here = projects.chain == chain
        drawn[here] = weighted(random, shares, int(here.sum()))
    return drawn


def parents(projects: Projects, identifiers: Any, seed: int) -> Any:
    """Of each of a few packages that are past, the parts name the package's own project."""
    random, parent = generator(seed, "package"), np.full(projects.count, -1)
    past = projects.past & (projects.last_year == 2021)
    for chain in random.permutation(np.unique(projects.chain[past]))[:PACKAGES]:
        members = np.flatnonzero(past & (projects.chain == chain))[: PARTS + 1]
        parent[members[1:]] = members[0]
    return coded(identifiers, np.maximum(parent, 0), parent < 0)
