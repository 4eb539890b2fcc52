"""The cadres, whom they are assigned to and whom they visited."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from chains.demo.chance import Bools, Ints, among, apportion, days, generator
from chains.demo.columns import coded, maybe, numbered
from chains.demo.firms import SCALE, TRADE, Firms, place
from chains.demo.people import LEADERS, county_names, leader_name
from chains.demo.size import Size
from chains.demo.words import words

CADRES, KEY_CADRES = 5_341, 2_057
RESIDENTS, RESIDENT_UNITS = 80, 28
SECOND_VISITS = 4_600
ROLES = ["联企", "驻企", "健康监督员", "安全监督员"]
RANKS = ["市级领导", "处级", "科级", "一般干部"]


@dataclass(frozen=True)
class Service:
    """Who helps whom, as places in the lists of cadres and firms."""

    unit: Ints  # a place in `units`
    contact: Ints  # the cadre of each firm
    resident: Ints
    resident_firm: Ints


def units(size: Size) -> list[str]:
    """Municipal units, then those of the counties."""
    of_county = [name + unit for name in county_names(size) for unit in words()["county_units"]]
    return [*words()["units"], *of_county, "示例市领导机关"]


def is_key(firms: Firms) -> Bools:
    """Firms above scale or quota, and those in a park."""
    return np.asarray(np.isin(firms.size_class, (SCALE, TRADE)) | firms.in_park)


def make_service(firms: Firms, size: Size, seed: int) -> Service:
    """Assign cadres to firms; 2,057 of them have the key firms, the others the rest."""
    random = generator(seed, "service")
    unit = _units(size, random)
    chosen = among(
        random, (firms.size_class == SCALE) & (firms.county % 12 < 3), size.times(RESIDENTS)
    )
    return Service(unit, _contacts(firms, size, random), _residents(size, unit), chosen)


def _units(size: Size, random: np.random.Generator) -> Ints:
    """The unit of each cadre: leaders first, a quarter municipal, the rest of the counties."""
    count, municipal = size.times(CADRES), len(words()["units"])
    every = len(units(size))
    unit = np.where(
        np.arange(count) % 4 == 0,
        np.arange(count) // 4 % municipal,
        random.integers(municipal, every - 1, count),
    )
    unit[:LEADERS] = every - 1
    return unit


def _contacts(firms: Firms, size: Size, random: np.random.Generator) -> Ints:
    """The cadre in contact with each firm."""
    contact = np.empty(firms.count, dtype=np.int64)
    key = random.permutation(np.flatnonzero(is_key(firms)))
    rest = random.permutation(np.flatnonzero(~is_key(firms)))
    keyed = size.times(KEY_CADRES)
    contact[key] = np.arange(len(key)) % keyed
    contact[rest] = keyed + np.arange(len(rest)) % (size.times(CADRES) - keyed)
    return contact


def _residents(size: Size, unit: Ints) -> Ints:
    """Cadres of 28 municipal units, two or three from each in the city."""
    wanted = apportion(size.times(RESIDENTS), np.ones(RESIDENT_UNITS))
    groups = [np.flatnonzero(unit == number)[:count] for number, count in enumerate(wanted)]
    return np.concatenate(groups)


def cadre(size: Size, service: Service) -> Any:
    """The cadres; the first 34 are the city leaders."""
    count = size.times(CADRES)
    names = numbered("示例干部", count, 5).to_pylist()
    names[:LEADERS] = [leader_name(number) for number in range(LEADERS)]
    number = np.arange(count)
    rank = np.where(number % 13 == 0, 1, np.where(number % 3 == 0, 2, 3))
    rank[:LEADERS] = 0
    return pa.table(
        {
            "cadre_id": _cadre_ids(size),
            "name": names,
            "unit": coded(units(size), service.unit),
            "rank": coded(RANKS, rank),
        }
    )


def _cadre_ids(size: Size) -> Any:
    return numbered("K", size.times(CADRES), max(5, len(str(size.times(CADRES)))))


def cadre_enterprise(firms: Firms, size: Size, service: Service) -> Any:
    """Contacts of every firm since June, residents and two kinds of supervisors since November."""
    home = service.resident_firm
    supervisors = size.times(CADRES) - 1 - np.arange(2 * len(home))
    cadres = np.concatenate([service.contact, service.resident, supervisors])
    enterprises = np.concatenate([np.arange(firms.count), home, home, home])
    role = np.repeat([0, 1, 2, 3], [firms.count, *[len(home)] * 3])
    first = np.where(role == 0, np.datetime64("2022-06-15"), np.datetime64("2022-11-07"))
    return pa.table(
        {
            "cadre_id": coded(_cadre_ids(size), cadres),
            "uscc": place(firms, enterprises),
            "role": coded(ROLES, role),
            "from_date": first,
            "to_date": maybe(first, np.ones(len(first), dtype=bool)),
        }
    )


def visit(firms: Firms, size: Size, service: Service, seed: int) -> Any:
    """Every firm was visited by its contact, some of the key firms again in autumn."""
    random = generator(seed, "visit")
    again = random.choice(np.flatnonzero(is_key(firms)), size.times(SECOND_VISITS))
    visited = np.concatenate([random.permutation(firms.count), again])
    day = np.concatenate(
        [
            np.sort(days(random, "2022-06-15", "2022-09-15", firms.count)),
            np.sort(days(random, "2022-09-16", "2022-11-30", len(again))),
        ]
    )
    notes = words()["visit_notes"]
    return pa.table(
        {
            "visit_id": numbered("V", len(visited), max(5, len(str(len(visited))))),
            "cadre_id": coded(_cadre_ids(size), service.contact[visited]),
            "uscc": place(firms, visited),
            "visited_on": day,
            "note": coded(notes, random.integers(0, len(notes), len(visited))),
        }
    )
