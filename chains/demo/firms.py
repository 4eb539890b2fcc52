"""The enterprises: where they stand in the chains, how large they are, what they are called."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from chains.demo.chance import (
    Bools,
    Floats,
    Ints,
    among,
    apportion,
    generator,
    heavy,
    sample,
    weighted,
)
from chains.demo.credit import credit_codes
from chains.demo.segments import segments
from chains.demo.size import Size

ENTERPRISES = 37_279
CONTINUING, NEW, GONE = 1_197, 106, 77
LARGEST_OUTPUT = 180_000  # 万元 a year in a usual chain
NATIONAL_GIANTS, PROVINCIAL_GIANTS = 9, 99
CHAIN_SHARES = np.array([0.17, 0.09, 0.09, 0.16, 0.08, 0.18, 0.11, 0.08, 0.04])
# output of a firm above scale against the median, and how its chain grew in a year
CHAIN_OUTPUT = np.array([1.5, 1.9, 0.8, 0.9, 1.3, 0.9, 1.0, 0.9, 1.4])
COUNTY_SHARES = np.array([14, 12, 11, 6, 12, 8, 6, 7, 6, 5, 5, 8], dtype=float)
SIZE_CLASSES = ["规上", "限上", "规下", "小微"]
SCALE, TRADE, BELOW, SMALL = range(4)


@dataclass(frozen=True)
class Firms:
    """Columns of the enterprises; `segment` and `county` are places in their lists."""

    uscc: Any
    segment: Ints
    chain: Ints
    county: Ints
    size_class: Ints
    in_park: Bools
    reports: Ints  # 0 never above scale, 1 continuing, 2 new in 2022, 3 gone in 2022
    annual_output: Floats  # 万元 of 2021; 0 for firms that do not report
    employees: Ints
    honour: Ints  # 0 none, 1 national, 2 provincial
    is_leading: Bools

    @property
    def count(self) -> int:
        """How many enterprises."""
        return len(self.segment)


def make_firms(size: Size, seed: int) -> Firms:
    """Draw every enterprise of the city."""
    random = generator(seed, "enterprise")
    segment = _segments(size, random)
    chain = np.array([one.chain for one in segments()])[segment]
    county = weighted(random, np.tile(COUNTY_SHARES, size.factor), len(segment))
    reports = _reports(size, random, segment)
    output = _annual_output(random, chain, reports, _alone()[segment])
    size_class = _size_class(random, segment, reports)
    in_park = random.random(len(segment)) < np.where(reports > 0, 0.72, 0.05)
    return Firms(
        uscc=credit_codes(430501 + county),
        segment=segment,
        chain=chain,
        county=county,
        size_class=size_class,
        in_park=in_park,
        reports=reports,
        annual_output=output,
        employees=_employees(size, random, size_class, output),
        honour=_honour(size, random, output, (reports == 1) | (reports == 2)),
        is_leading=_leading(chain, np.where(reports == 1, output, 0)),
    )


def _alone() -> Bools:
    """Which segments have one firm."""
    return np.array([one.presence == "one" for one in segments()])


def _segments(size: Size, random: np.random.Generator) -> Ints:
    """The main segment of each firm: few segments hold most firms, some none, some one."""
    every = segments()
    weights = random.lognormal(0, 0.9, len(every))
    weights *= [one.presence == "many" for one in every]
    weights *= [0.4 if one.stage == "配套" else 1.4 if one.essential else 1.0 for one in every]
    chain = np.array([one.chain for one in every])
    weights *= (CHAIN_SHARES / np.bincount(chain, weights))[chain]
    counts = apportion(size.times(ENTERPRISES) - int(_alone().sum()), weights) + _alone()
    return random.permutation(np.repeat(np.arange(len(every)), counts))


def _reports(size: Size, random: np.random.Generator, segment: Ints) -> Ints:
    """Which industrial firms are above scale, and since or until when."""
    industrial = np.array([one.is_industrial for one in segments()])[segment]
    alone = _alone()[segment]
    counts = [size.times(CONTINUING) - int(alone.sum()), size.times(NEW), size.times(GONE)]
    chosen = among(random, industrial & ~alone, sum(counts))
    reports = alone.astype(np.int64)
    reports[chosen] = np.repeat([1, 2, 3], counts)
    return reports


def _annual_output(random: np.random.Generator, chain: Ints, reports: Ints, alone: Bools) -> Floats:
    """Output of 2021 in 万元: heavy-tailed above the threshold of 2,000."""
    sizes = np.minimum(heavy(random, len(chain), 4_500, 1.2), LARGEST_OUTPUT)
    output = 2_000 + sizes * CHAIN_OUTPUT[chain]
    output *= np.choose(reports, [0.0, 1.0, 0.35, 0.3])
    return np.asarray(np.where(alone, output * 4 + 30_000, output))


def _size_class(random: np.random.Generator, segment: Ints, reports: Ints) -> Ints:
    """Above scale, above quota in trade, below scale, small."""
    trade = np.array([one.industry_code[0] in "FH" for one in segments()])[segment]
    chance = random.random(len(segment))
    other = np.where(chance < 0.07, np.where(trade, TRADE, BELOW), SMALL)
    return np.select(
        [reports == 3, reports > 0], [np.full_like(other, BELOW), np.full_like(other, SCALE)], other
    )


def _employees(size: Size, random: np.random.Generator, size_class: Ints, output: Floats) -> Ints:
    """Staff; those above scale employ about 168,000 in the city."""
    noise = random.lognormal(0, 0.45, len(size_class))
    above = size_class == SCALE
    staff = np.choose(size_class, [output * noise, 40 * noise, 25 * noise, 4 * noise])
    staff[above] *= size.times(168_000) / staff[above].sum()
    least = np.choose(size_class, [12, 8, 5, 1])
    return np.asarray(np.maximum(np.rint(staff), least), dtype=np.int64)


def _honour(size: Size, random: np.random.Generator, output: Floats, able: Bools) -> Ints:
    """The little giants: 9 of the nation, 99 of the province."""
    counts = [size.times(NATIONAL_GIANTS), size.times(PROVINCIAL_GIANTS)]
    chosen = sample(random, np.sqrt(output) * able, sum(counts))
    honour = np.zeros(len(output), dtype=np.int64)
    honour[chosen] = np.repeat([1, 2], counts)
    return honour


def _leading(chain: Ints, output: Floats) -> Bools:
    """The firms of greatest output lead their chain: three in the larger chains, else two."""
    leading = np.zeros(len(chain), dtype=bool)
    for number, share in enumerate(CHAIN_SHARES):
        order = np.argsort(np.where(chain == number, -output, 1), kind="stable")
        leading[order[: 3 if share > 0.1 else 2]] = True
    return leading


def firm_segments(firms: Firms, seed: int) -> tuple[Ints, Ints]:
    """Firm and segment of each membership: every firm its main one, one in twelve another."""
    random = generator(seed, "enterprise_segment")
    every = segments()
    sizes = np.bincount(firms.segment, minlength=len(every)).astype(float)
    sizes *= [one.presence == "many" for one in every]
    member = np.flatnonzero(random.random(firms.count) < 0.08)
    another = np.empty(len(member), dtype=np.int64)
    across = random.random(len(member)) < 0.15
    for number in range(len(CHAIN_SHARES)):
        of_chain = np.array([one.chain == number for one in every])
        here = firms.chain[member] == number
        another[here & ~across] = weighted(random, sizes * of_chain, int((here & ~across).sum()))
        another[here & across] = weighted(random, sizes * ~of_chain, int((here & across).sum()))
    new = another != firms.segment[member]
    return (
        np.concatenate([np.arange(firms.count), member[new]]),
        np.concatenate([firms.segment, another[new]]),
    )


def place(firms: Firms, chosen: Ints) -> Any:
    """The credit codes of chosen firms as a coded column; unchecked, as the check is slow."""
    places = pa.array(chosen.astype(np.int32))
    return pa.DictionaryArray.from_arrays(places, firms.uscc, safe=False)
