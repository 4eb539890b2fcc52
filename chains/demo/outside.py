"""What firms buy outside the city: mostly what no local segment makes, partly what one does."""

from typing import Any

import numpy as np
import pyarrow as pa

from chains.demo.chance import Floats, Ints, generator, heavy, weighted
from chains.demo.columns import coded, maybe, repeated
from chains.demo.firms import Firms, place
from chains.demo.register import PRODUCTS
from chains.demo.segments import links, segments
from chains.demo.size import Size
from chains.demo.supply import SOURCES

PURCHASES = 3_200  # some are drawn twice and count once
ORIGINS = ["省内市外", "省外", "境外"]
# how the product is called: as local makers call it, after its segment, or by no such word
CALLED = 3
GAPS = 0.6  # share of purchases that a missing segment should have made


def outside_purchase(firms: Firms, size: Size, seed: int) -> Any:
    """About 3,000 purchases a city, along the flows between segments."""
    random = generator(seed, "outside_purchase")
    source, buyer = _purchases(firms, random, size.times(PURCHASES))
    missing = _presence(firms)[source] == 0
    called = np.where(missing, 0, weighted(random, np.array([0.6, 0.2, 0.2]), len(source)))
    name = (source * CALLED + called) * len(PRODUCTS) + random.integers(0, 3, len(source))
    buyer, name = _different(buyer, name)
    segment, called = name // len(PRODUCTS) // CALLED, name // len(PRODUCTS) % CALLED
    count = len(buyer)
    told = weighted(random, np.array([0.5, 0.4, 0.1]), count)
    value = heavy(random, count, 40, 1.2) * np.sqrt(_weight(firms)[buyer])
    confidence = np.array([0.95, 0.8, 0.45])[told] + random.integers(-5, 6, count) / 100
    return pa.table(
        {
            "uscc": place(firms, buyer),
            "product": coded(_names(), name),
            "origin": coded(ORIGINS, weighted(random, np.array([0.3, 0.55, 0.15]), count)),
            "industry_code": coded(
                [one.industry_code for one in segments()],
                segment,
                (called < CALLED - 1) & (random.random(count) < 0.2),
            ),
            "annual_value": maybe(np.round(value, 1), random.random(count) < 0.03),
            "year": repeated(2022, count),
            "source": coded(SOURCES, told),
            "confidence": np.minimum(np.round(confidence, 2), 1.0),
        }
    )


def _purchases(firms: Firms, random: np.random.Generator, count: int) -> tuple[Ints, Ints]:
    """The segment that each product is of, and who buys it."""
    presence = _presence(firms)
    goods = [pair for pair in links() if segments()[pair[0]].is_industrial]
    flows = np.array([pair for pair in goods if presence[pair[1]] > 0])
    missing = presence[flows[:, 0]] == 0
    weight = np.where(missing, GAPS / missing.sum(), (1 - GAPS) / (~missing).sum())
    source, target = flows[weighted(random, weight, count)].T
    members = np.argsort(firms.segment, kind="stable")
    edges = np.concatenate([[0.0], np.cumsum(_weight(firms)[members])])
    first = np.searchsorted(firms.segment[members], np.arange(len(segments()) + 1))
    low, high = edges[first[target]], edges[first[target + 1]]
    drawn = np.searchsorted(edges, low + random.random(count) * (high - low), side="right") - 1
    return source, members[np.minimum(drawn, first[target + 1] - 1)]


def _presence(firms: Firms) -> Ints:
    """How many firms stand in each segment."""
    return np.bincount(firms.segment, minlength=len(segments()))


def _weight(firms: Firms) -> Floats:
    """How much a firm buys: by its output, or by its staff where it does not report."""
    weight: Floats = np.sqrt(np.maximum(firms.annual_output, firms.employees * 20.0))
    return weight


def _different(buyer: Ints, name: Ints) -> tuple[Ints, Ints]:
    """A product once for each buyer."""
    pairs = np.unique(buyer * (name.max() + 1) + name)
    return np.divmod(pairs, name.max() + 1)


def _names() -> list[str]:
    """Every product, by segment, by how it is called, by kind."""
    return [
        name.format(one.name, kind)
        for one in segments()
        for name in ("示例{0}{1}", "示例外购{0}（{1}）", f"示例{one.industry_code}类{{1}}外购件")
        for kind in PRODUCTS
    ]
