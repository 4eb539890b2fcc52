"""Monthly reports of the enterprises above scale, cumulative from January."""

from typing import Any

import numpy as np
import pyarrow as pa

from chains.demo.chance import Bools, Floats, Ints, generator
from chains.demo.columns import coded
from chains.demo.firms import Firms, place

MONTHS = [f"2021-{m:02d}" for m in range(2, 13)] + [f"2022-{m:02d}" for m in range(2, 11)]
IN_2021, OCTOBER_2021, OCTOBER_2022 = 11, MONTHS.index("2021-10"), MONTHS.index("2022-10")
SEASON = np.array([7.2, 5.6, 8.0, 8.1, 8.4, 8.9, 8.2, 8.3, 8.9, 8.8, 9.3, 10.3]) / 100
# output to October against the year before, chain by chain
GROWTH = np.array([1.092, 1.146, 1.061, 0.962, 1.012, 1.054, 1.117, 1.039, 1.128])
ELECTRICITY_GROWTH = 1.069
# 万千瓦时 for 万元 of output
ELECTRICITY = np.array([0.012, 0.015, 0.007, 0.009, 0.035, 0.008, 0.006, 0.009, 0.018])


def enterprise_month(firms: Firms, seed: int) -> Any:
    """The reports, month by month; January is reported with February."""
    random = generator(seed, "enterprise_month")
    who = np.flatnonzero(firms.reports)
    chain, present = firms.chain[who], _present(random, firms.reports[who])
    own = _own(random, firms.annual_output[who], chain)
    output = _grown(_cumulated(own), present, chain, GROWTH)
    power = ELECTRICITY[chain] * random.lognormal(0, 0.5, len(who))
    one_group = np.zeros_like(chain)
    raw = _cumulated(own * power[:, None] * random.lognormal(0, 0.08, own.shape))
    electricity = _grown(raw, present, one_group, np.array([ELECTRICITY_GROWTH]))
    staff = np.rint(firms.employees[who, None] * random.lognormal(0, 0.03, output.shape))
    margin = random.normal(0.052, 0.05, len(who))[:, None]
    month, firm = np.nonzero(present.T)
    return pa.table(
        {
            "uscc": place(firms, who[firm]),
            "month": coded(MONTHS, month),
            "output_ytd": np.round(output[firm, month], 1),
            "revenue_ytd": np.round(
                (output * random.normal(0.97, 0.01, (len(who), 1)))[firm, month], 1
            ),
            "profit_ytd": np.round((output * margin)[firm, month], 1),
            "tax_ytd": np.round(
                (output * random.uniform(0.01, 0.05, (len(who), 1)))[firm, month], 1
            ),
            "electricity_ytd": np.round(electricity[firm, month], 2),
            "employees": staff[firm, month].astype(np.int64),
        }
    )


def _present(random: np.random.Generator, reports: Ints) -> Bools:
    """Who reports when: some enter during 2021, the new in 2022, the gone leave in 2022."""
    month = np.arange(len(MONTHS))
    entered = np.where(random.random(len(reports)) < 0.07, random.integers(1, 11, len(reports)), 0)
    entered = np.where(
        reports == 2, random.integers(IN_2021, OCTOBER_2022 + 1, len(reports)), entered
    )
    early = random.random(len(reports)) < 0.8
    left = np.where(early, IN_2021, random.integers(IN_2021 + 1, OCTOBER_2022, len(reports)))
    left = np.where(reports == 3, left, len(MONTHS))
    present: Bools = (month >= entered[:, None]) & (month < left[:, None])
    return present


def _own(random: np.random.Generator, annual: Floats, chain: Ints) -> Floats:
    """Each month's own output, 12 months of 2021 and 10 of 2022."""
    season = np.concatenate([SEASON, SEASON[:10]])
    own: Floats = annual[:, None] * season * random.lognormal(0, 0.12, (len(annual), 22))
    own[:, 12:] *= (GROWTH[chain] * random.lognormal(0, 0.16, len(annual)))[:, None]
    return own


def _cumulated(own: Floats) -> Floats:
    """Cumulative figures at the months that are reported."""
    first, second = np.cumsum(own[:, :12], axis=1), np.cumsum(own[:, 12:], axis=1)
    return np.concatenate([first[:, 1:], second[:, 1:]], axis=1)


def _grown(values: Floats, present: Bools, group: Ints, growth: Floats) -> Floats:
    """Scale 2022 so that each group's October total stands to that of 2021 as wanted."""
    before = np.bincount(group, values[:, OCTOBER_2021] * present[:, OCTOBER_2021])
    after = np.bincount(group, values[:, OCTOBER_2022] * present[:, OCTOBER_2022])
    grown = values.copy()
    grown[:, IN_2021:] *= (growth * before / after)[group][:, None]
    return grown
