"""The tables project and project_level: names, dates, money and builders of the projects."""

from typing import Any

import numpy as np
import pyarrow as pa

from chains.demo.chance import Bools, Days, Floats, Ints, apportion, generator, heavy, sample
from chains.demo.columns import coded, joined, numbered, taken
from chains.demo.firms import Firms
from chains.demo.milestones import CEREMONY_DAY, NEVER, SECTORS, milestones, parents, sectors
from chains.demo.people import CHIEFS, LEADERS, county_ids, leader_id
from chains.demo.projects import LEVELS, Projects
from chains.demo.register import enterprise_names
from chains.demo.segments import segments
from chains.demo.size import Size
from chains.demo.words import words

CEREMONY_INVESTMENT = 5_403_100  # 万元
FINISHING = 24
NATURES = ["新建", "续建", "扩建", "技改"]


def project_ids(projects: Projects) -> Any:
    """P0001 and so on."""
    return numbered("P", projects.count, max(4, len(str(projects.count))))


def project_level(projects: Projects) -> Any:
    """The list entries."""
    project, level = np.nonzero(projects.lists)
    return pa.table(
        {"project_id": coded(project_ids(projects), project), "level": coded(LEVELS, level)}
    )


def project(projects: Projects, firms: Firms, size: Size, seed: int) -> Any:
    """The projects themselves."""
    random, identifiers = generator(seed, "site"), project_ids(projects)
    start, ready = _starts(projects, random)
    segment = _segment(projects, random)
    name = [one.name for one in segments()]
    table = {
        "project_id": identifiers,
        "name": _names(projects, random, segment),
        "chain_id": coded([f"C{number}" for number in range(1, 10)], projects.chain),
        "county_id": coded(county_ids(size), projects.county),
        "builder": _builders(projects, firms, random, seed),
        "nature": coded(NATURES, _natures(projects, random)),
        "content": joined("建设", taken(name, segment), "生产线及配套设施"),
        "total_investment": _investments(projects, random, ready),
        "sector": coded(SECTORS, sectors(projects, seed)),
        "parent_id": parents(projects, identifiers, seed),
    }
    days = _days(projects, random, start, ready, seed)
    leaders = coded([leader_id(n) for n in range(LEADERS)], _leaders(projects, random))
    return pa.table(table | days | {"leader_id": leaders})


def _days(
    projects: Projects, random: np.random.Generator, start: Days, ready: Bools, seed: int
) -> dict[str, Any]:
    """The days planned and actual, with those of production and registration."""
    planned = start - random.integers(0, 60, len(start))
    due = _planned_finish(projects, random, start)
    finish = _finishes(projects, random, start, ready)
    begun = np.where(projects.listed & (projects.done == 0), NEVER, start)
    return milestones(projects, (planned, begun), (due, finish), ready, seed)


def _starts(projects: Projects, random: np.random.Generator) -> tuple[Days, Bools]:
    """The day each begins, and which listed ones are finished on the day of the ceremony."""
    year = np.minimum(projects.first_year, 2022)
    first = (year - 1970).astype("datetime64[Y]").astype("datetime64[D]")
    start = np.where(projects.begun, CEREMONY_DAY, first + random.integers(20, 240, len(year)))
    able = projects.listed & (projects.first_year < 2022) & ~projects.lists[:, 0]
    able &= projects.done > 0.85 * projects.plan
    ready = np.zeros(len(year), dtype=bool)
    small = able & (projects.plan < 30_000)
    ready[sample(random, small.astype(float), FINISHING)] = True
    return start, ready


def _finishes(projects: Projects, random: np.random.Generator, start: Days, ready: Bools) -> Days:
    """The past ones ended in their last year, some of the listed ones at the ceremony."""
    end = (projects.last_year - 1969).astype("datetime64[Y]").astype("datetime64[D]")
    finish = np.maximum(end - random.integers(1, 90, len(end)), start + 60)
    return np.where(ready, CEREMONY_DAY, np.where(projects.past, finish, NEVER))


def _planned_finish(projects: Projects, random: np.random.Generator, start: Days) -> Days:
    """One to three and a half years after the start, and after 2022 for those still at work."""
    finish = start + random.integers(300, 1300, len(start))
    later = np.datetime64("2022-12-31") + random.integers(0, 3, len(start)) * 182
    return np.where(projects.past, finish, np.maximum(finish, later))


def _investments(projects: Projects, random: np.random.Generator, ready: Bools) -> Floats:
    """More than the plans of all years; those of the ceremony add up to the published total."""
    years = np.minimum(projects.last_year, 2022) - np.minimum(projects.first_year, 2022) + 1.5
    total = np.round(projects.plan * years * random.uniform(1.3, 2.4, len(years)), -2)
    left = CEREMONY_INVESTMENT * (int(projects.begun.sum()) // 92) - int(total[ready].sum())
    weights = heavy(random, int(projects.begun.sum()), 1.0, 0.7)
    total[projects.begun] = apportion(left // 100, weights) * 100
    total[np.argmax(projects.begun)] += left % 100
    return total


def _segment(projects: Projects, random: np.random.Generator) -> Ints:
    """An industrial segment of the project's chain."""
    segment = np.empty(projects.count, dtype=np.int64)
    for number in range(len(CHIEFS)):
        here = projects.chain == number
        able = [n for n, one in enumerate(segments()) if one.chain == number and one.is_industrial]
        segment[here] = random.choice(able, int(here.sum()))
    segment[projects.laggard] = [one.name for one in segments()].index("箱包制造")
    return segment


def _names(projects: Projects, random: np.random.Generator, segment: Ints) -> Any:
    """示例, a brand of the project's own, what is made and what is built."""
    heads, tails = (list(words()[f"brand_{part}"]) for part in ("heads", "tails"))
    head, tail = np.divmod(random.permutation(projects.count), len(tails))
    kinds = words()["project_kinds"]
    kind = random.integers(0, len(kinds), projects.count)
    kind[projects.laggard] = kinds.index("产业园")
    return joined(
        "示例",
        taken(heads, head % len(heads)),
        taken(tails, tail),
        taken([one.name for one in segments()], segment),
        taken(kinds, kind),
        "项目",
    )


def _builders(projects: Projects, firms: Firms, random: np.random.Generator, seed: int) -> Any:
    """A reporting firm of the same chain builds it."""
    builder = np.empty(projects.count, dtype=np.int64)
    for number in range(len(CHIEFS)):
        here = projects.chain == number
        able = np.flatnonzero((firms.chain == number) & (firms.reports == 1))
        builder[here] = random.choice(able, int(here.sum()))
    return enterprise_names(firms, seed).take(pa.array(builder))


def _natures(projects: Projects, random: np.random.Generator) -> Ints:
    """Continued from an earlier year, else new, extended or renovated."""
    fresh = random.choice([0, 0, 0, 2, 3], projects.count)
    return np.where((projects.first_year < 2022) & ~projects.past, 1, fresh)


def _leaders(projects: Projects, random: np.random.Generator) -> Ints:
    """The first chief of the chain for half of them, some leader for the rest."""
    chiefs = np.array([chiefs[0] for chiefs in CHIEFS])
    own = random.random(projects.count) < 0.5
    return np.where(own, chiefs[projects.chain], random.integers(0, LEADERS, projects.count))
