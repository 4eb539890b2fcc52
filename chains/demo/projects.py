"""The projects: on which lists they stand, when they run, how far they are in October 2022."""

from dataclasses import dataclass

import numpy as np

from chains.demo.chance import Bools, Floats, Ints, among, generator, heavy, rake, weighted
from chains.demo.firms import COUNTY_SHARES
from chains.demo.size import Size

LEVELS = ("省三高四新", "省重点", "市重点")
# how many projects stand on which lists: 6 + 34 + 326 entries of 346 projects
LISTED = (
    (4, (True, True, False)),
    (2, (True, False, True)),
    (16, (False, True, False)),
    (14, (False, True, True)),
    (310, (False, False, True)),
)
PAST, CEREMONY = 240, 92
COMPLETION = (1.158, 1.013, 0.937)
# chains of the listed projects: strategic ones, other provincial ones, municipal ones
CHAINS = (
    (2, 1, 1, 0, 0, 1, 0, 0, 1),
    (6, 5, 3, 2, 2, 4, 3, 2, 3),
    (55, 38, 30, 26, 25, 50, 28, 26, 32),
)
# completion of a chain in October 2022, met exactly by the three that are behind schedule
CHAIN_COMPLETION = np.array([1.02, 1.08, 0.96, 0.48, 0.66, 1.0, 0.78, 0.9, 1.04])
BEHIND = (3, 4, 6)
LIGHT_INDUSTRY, TROUBLED_COUNTIES = 3, (7, 9)
MEDIAN_PLAN = (110_000, 30_000, 8_000)
LARGE_PLAN, LARGE_DONE = 156_000, 0.07


@dataclass(frozen=True)
class Projects:
    """Columns of the projects: first the listed, then the past, then those begun in November."""

    lists: Bools  # one column for each level
    chain: Ints
    county: Ints
    first_year: Ints
    last_year: Ints
    plan: Floats  # 万元, the plan of 2022; of the past ones, of a usual year
    done: Floats  # 万元 invested from January to October 2022
    planned: Bools  # has a plan of 2022
    reported: Bools  # has reported October 2022

    @property
    def count(self) -> int:
        """How many projects."""
        return len(self.chain)

    @property
    def listed(self) -> Bools:
        """Which stand on a list."""
        return np.asarray(self.lists.any(axis=1))

    @property
    def past(self) -> Bools:
        """Which ended before 2022."""
        return np.asarray(self.last_year < 2022)

    @property
    def laggard(self) -> int:
        """The project that is the most money behind its plan."""
        return int(np.argmax(np.where(self.planned, self.plan - self.done, 0)))

    @property
    def begun(self) -> Bools:
        """Which began in November 2022 without a plan."""
        return np.asarray(self.first_year > 2022)


def make_projects(size: Size, seed: int) -> Projects:
    """Draw every project of the city."""
    random = generator(seed, "project")
    lists = _lists(size)
    rank = np.select([lists[:, 0], lists[:, 1]], [0, 1], 2)
    chain = _chains(size, random, rank)
    plan = _plans(random, rank, chain)
    usual = (rank == 2) & (plan < 60_000)
    planned, reported = np.ones((2, len(rank)), dtype=bool)
    unplanned, late, idle = np.split(among(random, usual & ~np.isin(chain, BEHIND), 12), [3, 7])
    planned[unplanned], reported[late] = False, False
    pace = np.clip(random.normal(1, 0.36, len(plan)), 0.02, 1.8)
    pace[idle] = 0
    done = _done(lists, chain, plan, pace, planned & reported)
    county = _counties(size, random, usual, done / plan)
    county[np.argmax(_large(chain, plan))] = TROUBLED_COUNTIES[0]
    rest = size.times(PAST) + size.times(CEREMONY)
    return Projects(
        lists=np.concatenate([lists, np.zeros((rest, len(LEVELS)), dtype=bool)]),
        chain=np.concatenate([chain, weighted(random, np.array(CHAINS[2], float), rest)]),
        county=np.concatenate([county, _any_county(size, random, rest)]),
        plan=np.concatenate([plan, np.rint(heavy(random, rest, 8_000, 0.7))]),
        done=np.concatenate([done, np.zeros(rest)]),
        planned=np.concatenate([planned, np.zeros(rest, dtype=bool)]),
        reported=np.concatenate([reported, np.zeros(rest, dtype=bool)]),
        **_years(size, random, rank, unplanned, idle),
    )


def _lists(size: Size) -> Bools:
    """On which lists each listed project stands."""
    counts = [size.times(count) for count, _levels in LISTED]
    return np.repeat(np.array([levels for _count, levels in LISTED]), counts, axis=0)


def _chains(size: Size, random: np.random.Generator, rank: Ints) -> Ints:
    """Chains in the given numbers, in chance order within each rank."""
    chain = np.empty(len(rank), dtype=np.int64)
    for number, counts in enumerate(CHAINS):
        drawn = np.repeat(np.arange(len(counts)), [size.times(count) for count in counts])
        chain[rank == number] = random.permutation(drawn)
    return chain


def _plans(random: np.random.Generator, rank: Ints, chain: Ints) -> Floats:
    """Plans of 2022: heavy-tailed; one municipal project of the light industry is huge."""
    spread = np.array([0.35, 0.55, 0.75])[rank]
    plan = np.array(MEDIAN_PLAN)[rank] * np.exp(spread * random.standard_normal(len(rank)))
    plan[rank == 2] = np.minimum(plan[rank == 2], 60_000)
    light = np.flatnonzero((chain == LIGHT_INDUSTRY) & (rank == 2))
    plan[light[0]] = LARGE_PLAN
    return np.round(plan, -2)


def _large(chain: Ints, plan: Floats) -> Bools:
    """The one project that causes most of what the light industry is behind."""
    return np.asarray((chain == LIGHT_INDUSTRY) & (plan == LARGE_PLAN))


def _done(lists: Bools, chain: Ints, plan: Floats, pace: Floats, compared: Bools) -> Floats:
    """Invested to October: wide for single projects, as wanted for lists and chains."""
    rate = CHAIN_COMPLETION[chain] * pace
    large = _large(chain, plan)
    rate[large] = LARGE_DONE
    free = compared & ~large
    fixed = np.where(large, plan * rate, 0)
    groups = [(chain == one, CHAIN_COMPLETION[one]) for one in BEHIND]
    groups += [(lists[:, level], COMPLETION[level]) for level in range(len(LEVELS))]
    wanted = [
        (free & group, float(share * plan[group & compared].sum() - fixed[group].sum()))
        for group, share in groups
    ]
    return np.rint(rake(plan * rate, wanted))


def _any_county(size: Size, random: np.random.Generator, count: int) -> Ints:
    return weighted(random, np.tile(COUNTY_SHARES, size.factor), count)


def _counties(size: Size, random: np.random.Generator, usual: Bools, rate: Floats) -> Ints:
    """Counties by their size; many of the laggards stand in two of them."""
    county = _any_county(size, random, len(rate))
    chance = random.random(len(rate))
    slow = usual & (rate < 0.6)
    county = np.where(slow & (chance < 0.35), TROUBLED_COUNTIES[0], county)
    county = np.where(slow & (chance > 0.8), TROUBLED_COUNTIES[1], county)
    well = usual & (rate > 0.9) & np.isin(county, TROUBLED_COUNTIES)
    return np.where(well, random.integers(0, 7, len(rate)), county)


def _years(
    size: Size, random: np.random.Generator, rank: Ints, unplanned: Ints, idle: Ints
) -> dict[str, Ints]:
    """First and last year; those without a plan of 2022 began before, the idle never did."""
    listed = weighted(random, np.array([0.12, 0.2, 0.28, 0.4]), len(rank)) + 2019
    listed[rank == 0] = np.arange(int((rank == 0).sum())) // 2 % 3 + 2019
    listed[unplanned], listed[idle] = 2021, 2022
    past = random.integers(2019, 2022, size.times(PAST))
    ended = np.minimum(past + random.integers(0, 2, len(past)), 2021)
    begun = np.full(size.times(CEREMONY), 2023)
    return {
        "first_year": np.concatenate([listed, past, begun]),
        "last_year": np.concatenate([np.full(len(rank), 2022), ended, begun]),
    }
