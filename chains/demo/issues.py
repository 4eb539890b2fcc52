"""The issue ledger: 2,184 problems of firms, of which 23 are open at the end of November 2022."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from chains.demo.chance import Bools, Days, Ints, among, days, generator, weighted
from chains.demo.columns import coded, maybe, numbered
from chains.demo.firms import SCALE, SMALL, Firms, place
from chains.demo.people import LEADERS, county_ids, leader_id
from chains.demo.segments import segments
from chains.demo.service import Service
from chains.demo.size import Size
from chains.demo.words import words

SOURCES = ["省工作组交办", "市级领导", "驻企联络员", "企业家接待日", "干部走访"]
PROVINCE, LEADER, RESIDENT, RECEPTION, VISIT = range(5)
COUNTS = (179, 140, 226, 96, 1_543)
PERIODS = (
    ("2022-06-15", "2022-08-31"),
    ("2022-06-15", "2022-11-04"),
    ("2022-11-08", "2022-11-24"),
    ("2022-07-04", "2022-11-07"),
    ("2022-06-15", "2022-11-18"),
)
TERMS = (15, 20, 5, 20, 25)
LEADER_FIRMS, OPEN, OVERDUE = 64, 23, 9
CALLED, UNSATISFIED = 300, 9
LAST = np.datetime64("2022-11-30", "D")
CATEGORY_SHARES = np.array([24, 12, 16, 13, 10, 13, 5, 7], dtype=float)
FORCE_OF_SECTION = {"A": 4, "B": 0, "C": 0, "D": 0, "E": 1, "F": 2, "H": 2}


@dataclass(frozen=True)
class Ledger:
    """When each issue was raised, due and closed, and how its firm judges."""

    raised: Days
    due: Days
    closed: Days
    is_open: Bools
    called: Bools
    satisfied: Bools


def issue(firms: Firms, size: Size, service: Service, seed: int) -> Any:
    """The ledger in the order in which the issues were raised."""
    random = generator(seed, "issue")
    source = np.repeat(np.arange(len(SOURCES)), [size.times(count) for count in COUNTS])
    firm = _firms(firms, size, service, random, source)
    is_open = _open(firms, random, source, firm, size)
    ledger = _ledger(random, source, is_open, size)
    order = np.lexsort((np.arange(len(source)), ledger.raised))
    table = _table(random, firms, size, (source, firm), ledger).take(pa.array(order))
    return table.add_column(
        0, "issue_id", numbered("I", len(source), max(5, len(str(len(source)))))
    )


def _firms(
    firms: Firms, size: Size, service: Service, random: np.random.Generator, source: Ints
) -> Ints:
    """Whose issue it is: leaders help 64 firms, residents those they live at."""
    weight = np.where(firms.size_class == SCALE, 12.0, np.where(firms.size_class == SMALL, 0.25, 3))
    firm = weighted(random, weight, len(source))
    helped = among(random, firms.reports == 1, size.times(LEADER_FIRMS))
    count = size.times(COUNTS[LEADER])
    firm[source == LEADER] = np.concatenate([helped, random.choice(helped, count - len(helped))])
    firm[source == RESIDENT] = random.choice(service.resident_firm, size.times(COUNTS[RESIDENT]))
    return firm


def _open(firms: Firms, random: np.random.Generator, source: Ints, firm: Ints, size: Size) -> Bools:
    """Those not closed yet: of visits and reception days, spread over the chains."""
    able = random.permutation(np.flatnonzero(source >= RECEPTION))
    chain = firms.chain[firm[able]]
    turn = np.empty_like(chain)
    for number in range(9):
        turn[chain == number] = np.arange(int((chain == number).sum()))
    is_open = np.zeros(len(source), dtype=bool)
    is_open[able[np.argsort(turn, kind="stable")[: size.times(OPEN)]]] = True
    return is_open


def _ledger(random: np.random.Generator, source: Ints, is_open: Bools, size: Size) -> Ledger:
    """Dates: most are closed in time, one in twenty of the ordinary ones late."""
    raised = np.empty(len(source), dtype="datetime64[D]")
    for number, (first, last) in enumerate(PERIODS):
        here = source == number
        raised[here] = days(random, first, last, int(here.sum()))
    raised[is_open] = days(random, "2022-11-08", "2022-11-28", int(is_open.sum()))
    term = np.array(TERMS)[source]
    overdue = np.flatnonzero(is_open)[: size.times(OVERDUE)]
    raised[overdue] -= 35
    term[overdue] = 25
    late = (random.random(len(source)) < 0.05) & (source >= RECEPTION)
    taken = np.floor(term * random.beta(2, 1.6, len(source)) * 0.98).astype(np.int64)
    taken = np.where(late, term + random.integers(1, 10, len(source)), taken)
    closed = np.minimum(raised + taken, LAST)
    called, satisfied = _called(random, source, closed, is_open, size)
    return Ledger(raised, raised + term, closed, is_open, called, satisfied)


def _called(
    random: np.random.Generator, source: Ints, closed: Days, is_open: Bools, size: Size
) -> tuple[Bools, Bools]:
    """300 firms called back after the closing, 291 of them satisfied."""
    called = np.zeros(len(source), dtype=bool)
    asked = among(random, ~is_open & (closed < LAST - 10), size.times(CALLED))
    called[asked] = True
    satisfied = called.copy()
    satisfied[among(random, called & (source >= RECEPTION), size.times(UNSATISFIED))] = False
    return called, satisfied


def _table(
    random: np.random.Generator, firms: Firms, size: Size, whose: tuple[Ints, Ints], ledger: Ledger
) -> Any:
    """Every column but the identifier; `whose` is the source and the firm of each issue."""
    source, firm = whose
    kinds = words()["issues"]
    category = weighted(random, CATEGORY_SHARES, len(source))
    leader = random.integers(0, LEADERS, len(source))
    forces = np.array([FORCE_OF_SECTION.get(one.industry_code[0], 3) for one in segments()])
    results = [kind["result"] for kind in kinds.values()]
    recalled = ledger.closed + random.integers(2, 10, len(source))
    return pa.table(
        {
            "uscc": place(firms, firm),
            "raised_on": ledger.raised,
            "source": coded(SOURCES, source),
            "category": coded(list(kinds), category),
            "title": _titles(random, category),
            "county_id": coded(county_ids(size), firms.county[firm]),
            "task_force": coded(words()["task_forces"], forces[firms.segment[firm]]),
            "leader_id": coded([leader_id(n) for n in range(LEADERS)], leader, source != LEADER),
            "due_on": ledger.due,
            "closed_on": maybe(ledger.closed, ledger.is_open),
            "result": coded(results, category, ledger.is_open),
            "called_back_on": maybe(recalled, ~ledger.called),
            "satisfied": maybe(ledger.satisfied, ~ledger.called),
        }
    )


def _titles(random: np.random.Generator, category: Ints) -> Any:
    """A problem that is usual in the category."""
    lists = [kind["titles"] for kind in words()["issues"].values()]
    counts = np.array([len(titles) for titles in lists])
    start = np.cumsum(counts) - counts
    chosen = start[category] + (random.random(len(category)) * counts[category]).astype(np.int64)
    return coded([title for titles in lists for title in titles], chosen)
