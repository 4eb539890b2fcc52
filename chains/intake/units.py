"""Units as files say them: which are of one family, and by what a figure is to be multiplied."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from chains.intake.words import plain
from chains.schema.records import UNITS_EN

TIMES = {
    "": 1.0,
    "十": 1e1,
    "百": 1e2,
    "千": 1e3,
    "万": 1e4,
    "十万": 1e5,
    "百万": 1e6,
    "千万": 1e7,
    "亿": 1e8,
    "百亿": 1e10,
    "千亿": 1e11,
    "万亿": 1e12,
}
FAMILIES: dict[str, dict[str, float]] = {
    "money": {"元": 1.0, "元人民币": 1.0, "rmb": 1.0, "cny": 1.0, "yuan": 1.0},
    "power": {"千瓦时": 1.0, "度": 1.0, "kwh": 1.0, "兆瓦时": 1e3, "mwh": 1e3, "gwh": 1e6},
    "people": {"人": 1.0, "人次": 1.0, "名": 1.0},
    "count": {"家": 1.0, "户": 1.0, "个": 1.0, "项": 1.0, "件": 1.0},
    "share": {"%": 1.0, "百分点": 1.0, "个百分点": 1.0, "‰": 0.1},
}
ENGLISH = {plain(english): chinese for chinese, english in UNITS_EN.items()}
MEASURE = re.compile(
    r"[^()\[\]:]{0,4}(元|瓦时|度|wh|人|人次|名|家|户|个|%|‰|吨|yuan|rmb|cny|dollars?|usd)"
)
SPOKEN = re.compile(r"(?<![报设制送责表写管属用])单位(?:为|是)?:?")
BRACKETED = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
BETWEEN = re.compile(r"[、,;/|。及和]")


@lru_cache(maxsize=4_096)
def size(unit: str) -> tuple[str, float] | None:
    """The family of a unit and how many of its smallest it is; None for a unit nobody knows."""
    unit = ENGLISH.get(unit, unit).removeprefix("人民币")
    for family, bases in FAMILIES.items():
        for base, times in sorted(bases.items(), key=lambda one: -len(one[0])):
            if unit.endswith(base) and unit.removesuffix(base) in TIMES:
                return family, TIMES[unit.removesuffix(base)] * times
    return None


def factor(said: str, declared: str) -> float | None:
    """What a figure in one unit is multiplied by to be in the other; None where that cannot be."""
    if said == plain(declared):
        return 1.0
    one, other = size(said), size(plain(declared))
    if one is None or other is None or one[0] != other[0]:
        return None
    return float(f"{one[1] / other[1]:.12g}")


def is_unit(text: str) -> bool:
    """Whether a plain text is a unit, be it one that can be converted or not."""
    return size(text) is not None or bool(MEASURE.fullmatch(text))


def spoken(cells: Sequence[str]) -> Iterator[str]:
    """The units that a line above the header speaks of: 单位：亿元、人, or a title's (亿元)."""
    for cell in cells:
        text = plain(cell)
        if found := SPOKEN.search(text):
            words = BETWEEN.split(text[found.end() :].strip("()[]"))
            yield from (word for word in (one.strip("()[]") for one in words) if is_unit(word))
        else:
            yield from (one for one in BRACKETED.findall(text) if size(one) is not None)
