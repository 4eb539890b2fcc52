"""The tables of the enterprise register: enterprise and enterprise_segment."""

from typing import Any

import numpy as np
import pyarrow as pa

from chains.demo.chance import Ints, generator
from chains.demo.columns import coded, joined, taken
from chains.demo.firms import SIZE_CLASSES, SMALL, Firms, firm_segments, place
from chains.demo.people import county_ids
from chains.demo.segments import segments
from chains.demo.size import Size
from chains.demo.words import words

KINDS = ["有限公司", "加工厂", "合作社", "经营部"]
PRODUCTS = ["甲型", "乙型", "丙型"]


def enterprise(firms: Firms, size: Size, seed: int) -> Any:
    """The register, in the order of the firms."""
    codes = [one.industry_code for one in segments()]
    honours = ["", "国家级小巨人", "省级小巨人"]
    return pa.table(
        {
            "uscc": firms.uscc,
            "name": enterprise_names(firms, seed),
            "county_id": coded(county_ids(size), firms.county),
            "park": coded(words()["parks"], firms.county % 12, ~firms.in_park),
            "industry_code": coded(codes, firms.segment),
            "size_class": coded(SIZE_CLASSES, firms.size_class),
            "is_leading": firms.is_leading,
            "honour": coded(honours, firms.honour, firms.honour == 0),
            "status": coded(["正常", "停产"], _stopped(firms, seed)),
            "employees": firms.employees,
        }
    )


def _stopped(firms: Firms, seed: int) -> Ints:
    """Some of those that left the statistics, and few of the small ones, stand still."""
    chance = generator(seed, "status").random(firms.count)
    likely = np.where(firms.reports == 3, 0.4, np.where(firms.size_class == SMALL, 0.006, 0.0))
    return (chance < likely).astype(np.int64)


def enterprise_names(firms: Firms, seed: int) -> Any:
    """Invented names, no two alike: 示例, a brand, the segment, the kind of firm."""
    heads, tails = (np.array(list(words()[f"brand_{part}"])) for part in ("heads", "tails"))
    brands = np.char.add(heads[:, None], tails[None, :]).ravel()
    shuffled = generator(seed, "brand").permutation(brands)
    turn = _turn(firms.segment)
    cycle, brand = np.divmod(turn, len(brands))
    numbers = pa.array(["", *(str(number + 1) for number in range(1, int(cycle.max()) + 1))])
    return joined(
        "示例",
        taken(shuffled, (brand + firms.segment * 37) % len(brands)),
        numbers.take(pa.array(cycle)),
        taken([one.name for one in segments()], firms.segment),
        taken(KINDS, _kind(firms)),
    )


def _turn(group: Ints) -> Ints:
    """Which one of its group each row is, from 0."""
    order = np.argsort(group, kind="stable")
    starts = np.concatenate([[0], np.cumsum(np.bincount(group))])[group[order]]
    turn = np.empty_like(group)
    turn[order] = np.arange(len(group)) - starts
    return turn


def _kind(firms: Firms) -> Ints:
    """What small firms call themselves depends on their industry."""
    kinds = np.array([{"A": 2, "F": 3}.get(one.industry_code[0], 1) for one in segments()])
    plain = (firms.size_class != SMALL) | (firms.employees > 6)
    return np.where(plain, 0, kinds[firms.segment])


def enterprise_segment(firms: Firms, seed: int) -> Any:
    """Memberships with the main product in that segment."""
    member, segment = firm_segments(firms, seed)
    return pa.table(
        {
            "uscc": place(firms, member),
            "segment_id": coded([one.segment_id for one in segments()], segment),
            "main_product": product(segment, member),
        }
    )


def product(segment: Ints, member: Ints) -> Any:
    """The product that a firm makes in a segment."""
    names = [f"示例{one.name}{kind}" for one in segments() for kind in PRODUCTS]
    return coded(names, segment * len(PRODUCTS) + member % len(PRODUCTS))
