"""The invented names and sentences of the demonstration city, read from words.json."""

import json
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"


@cache
def words() -> dict[str, Any]:
    """Every list of words by its name."""
    found: dict[str, Any] = json.loads((HERE / "words.json").read_text(encoding="utf-8"))
    return found


def counted(number: int) -> str:
    """The number as the classical cycle of sixty counts it: 0 is 甲子."""
    return STEMS[number % 10] + BRANCHES[number % 12]
