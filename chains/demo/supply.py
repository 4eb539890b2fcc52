"""Who supplies whom: along the flows between segments, mostly within a chain."""

from typing import Any

import numpy as np
import pyarrow as pa

from chains.demo.chance import Floats, Ints, apportion, generator, heavy, weighted
from chains.demo.columns import coded, repeated
from chains.demo.firms import Firms, place
from chains.demo.register import product
from chains.demo.segments import links, segments
from chains.demo.size import Size

LINKS = 110_000
ACROSS = 40  # flows between chains, beside those within
SOLD = 0.7  # of its output a firm sells at most within the city
BY_A_PERSON = 60.0  # 万元 a year that one employee of a small firm sells
SOURCES = ["企业申报", "联络员登记", "推断"]


def supply_link(firms: Firms, size: Size, seed: int) -> Any:
    """About 110,000 links a city; customers of large output have many suppliers."""
    random = generator(seed, "supply_link")
    supplier, customer = _pairs(firms, random, size.times(LINKS))
    source = weighted(random, np.array([0.35, 0.25, 0.4]), len(supplier))
    wanted = heavy(random, len(supplier), 60, 1.3) * np.sqrt(_weight(firms)[customer])
    value = np.maximum(wanted * _able(firms, supplier, wanted)[supplier], 0.1)
    confidence = np.array([0.95, 0.8, 0.45])[source] + random.integers(-5, 6, len(source)) / 100
    return pa.table(
        {
            "supplier": place(firms, supplier),
            "customer": place(firms, customer),
            "product": product(firms.segment[supplier], supplier),
            "annual_value": np.round(value, 1),
            "year": repeated(2022, len(supplier)),
            "source": coded(SOURCES, source),
            "confidence": np.minimum(np.round(confidence, 2), 1.0),
        }
    )


def _weight(firms: Firms) -> Floats:
    """How much a firm buys: by its output, or by its staff where it does not report."""
    weight: Floats = np.sqrt(np.maximum(firms.annual_output, firms.employees * 20.0))
    return weight


def _able(firms: Firms, supplier: Ints, wanted: Floats) -> Floats:
    """The share of what is wanted of each firm that a firm of its output and staff can supply."""
    total = np.bincount(supplier, wanted, minlength=firms.count)
    most = np.maximum(SOLD * firms.annual_output, BY_A_PERSON * firms.employees)
    able: Floats = np.minimum(1.0, most / np.maximum(total, 0.1))
    return able


def _pairs(firms: Firms, random: np.random.Generator, count: int) -> tuple[Ints, Ints]:
    """Different pairs of supplier and customer."""
    flows = _flows(firms, random)
    sizes = np.bincount(firms.segment, minlength=len(segments()))
    strength = np.array([np.sqrt(sizes[source] * sizes[target]) for source, target in flows])
    strength[-ACROSS:] *= 0.3
    members = np.split(np.argsort(firms.segment, kind="stable"), np.cumsum(sizes)[:-1])
    weight = _weight(firms)
    drawn = [
        _draw(random, members[source], members[target], weight, number)
        for (source, target), number in zip(flows, apportion(count, strength), strict=True)
    ]
    pairs = np.concatenate([supplier * firms.count + customer for supplier, customer in drawn])
    supplier, customer = np.divmod(np.unique(pairs), firms.count)
    different = supplier != customer
    return supplier[different], customer[different]


def _flows(firms: Firms, random: np.random.Generator) -> list[tuple[int, int]]:
    """Flows between segments that have firms, those of the chains and some across chains."""
    peopled = np.bincount(firms.segment, minlength=len(segments())) > 1
    supporting = [n for n, one in enumerate(segments()) if peopled[n] and one.is_industrial]
    across = random.choice(supporting, (ACROSS, 2))
    within = [pair for pair in links() if peopled[list(pair)].all()]
    alone = [pair for pair in links() if pair not in within and _has_firms(firms, pair)]
    return within + alone + [(int(source), int(target)) for source, target in across]


def _has_firms(firms: Firms, pair: tuple[int, int]) -> bool:
    return all(bool((firms.segment == one).any()) for one in pair)


def _draw(
    random: np.random.Generator, sellers: Ints, buyers: Ints, weight: Floats, count: int
) -> tuple[Ints, Ints]:
    """Suppliers and customers of one flow."""
    supplier = sellers[weighted(random, np.sqrt(weight[sellers]), count)]
    return supplier, buyers[weighted(random, weight[buyers], count)]
