"""Which title of a file is which field: a person's word, the declared names, else likeness."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from rapidfuzz import fuzz, process

from chains.intake import units
from chains.intake.words import plain
from chains.schema import Dataset, Field

How = Literal["title", "name", "alias", "guess", "chosen"]
Titles = tuple[tuple[str, ...], ...]

WIDEST = 1_000
LIKE = 85.0
AHEAD = 8.0
NEAR = 50.0
SHORTEST = 3
LONGEST = 60
CANDIDATES = 3
BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
TAIL = re.compile(r"(?P<name>.+?)[/:_,、·-](?P<unit>[^/:_,、·-]+)")
# A figure of something else than what the rest of the title names.
OTHERWISE = re.compile(
    r"上年|去年|上月|上期|本月|当月|单月|同期|同比|环比|增减|增长|增速|增幅|比重|占比|比例|率|排名|位次"
    r"|计划|目标|预计|任务|名称|编号|代码|last|previous|growth|share|plan|target|rate|name|code|id$"
)
SAME = re.compile(
    r"本年|本期|本年累计|当年|实际|实际数|累计|累计数|至本月|年初至本月|1[-—~至]+(本|\d+)月"
)


@dataclass(frozen=True)
class Column:
    """A column of the file that was recognised; `unit` is what its title says, or empty.

    A figure times `factor` is in the field's own unit; `score` of 0 to 100 is the likeness.
    """

    index: int
    field: Field
    title: str
    unit: str
    factor: float = 1.0
    how: How = "title"
    score: float = 100.0


def said(parts: Sequence[str]) -> str:
    """A title of one to three rows as one text."""
    return " ".join(part.strip() for part in parts if part.strip())


def exact(
    titles: Titles, dataset: Dataset, chosen: Mapping[str, str] | None = None
) -> list[Column]:
    """The columns whose title a person chose a field for, or that bear one of its names."""
    found = (_exact(index, parts, dataset, chosen or {}) for index, parts in _first(titles))
    return [column for column in found if column]


def guessed(
    titles: Titles,
    dataset: Dataset,
    known: Sequence[Column] = (),
    chosen: Mapping[str, str] | None = None,
) -> list[Column]:
    """The columns whose title is clearly like one field's that no column bears by name."""
    there = {column.index for column in known}
    taken = {column.field.name for column in known}
    found = [
        guess
        for index, parts in _first(titles)
        if index not in there
        and plain(said(parts)) not in (chosen or {})
        and (guess := _likest(index, parts, dataset))
        and guess.field.name not in taken
    ]
    return [one for one in found if _alone(one, found)]


def nearest(titles: Sequence[tuple[str, ...]], field: Field) -> tuple[str, ...]:
    """The titles that are most like a field's, best first."""
    texts = [text for parts in titles if 0 < len(text := said(parts)) <= LONGEST]
    scores = [
        (max(fuzz.WRatio(_bare(plain(text))[0], word) for word in _words(field)), text)
        for text in dict.fromkeys(texts)
    ]
    best = sorted((one for one in scores if one[0] >= NEAR), key=lambda one: -one[0])
    return tuple(text for _score, text in best[:CANDIDATES])


def _first(titles: Titles) -> Iterator[tuple[int, tuple[str, ...]]]:
    return ((index, parts) for index, parts in enumerate(titles) if any(parts))


def _exact(
    index: int, parts: tuple[str, ...], dataset: Dataset, chosen: Mapping[str, str]
) -> Column | None:
    title = said(parts)
    unit = _unit(parts)
    if (name := chosen.get(plain(title))) is not None:
        return Column(index, dataset.field(name), title, unit, how="chosen") if name else None
    words = _vocabulary(dataset)
    for text in _tries(parts):
        if text in words:
            return Column(index, words[text][0], title, unit, how=words[text][1])
        bare, own = _bare(text)
        if bare in words:
            return Column(index, words[bare][0], title, own or unit, how=words[bare][1])
    return None


def _tries(parts: tuple[str, ...]) -> Iterator[str]:
    """What the title may be: all its parts, top-down or bottom-up; the last, the first alone."""
    texts = [plain(part) for part in parts if part.strip()]
    yield "".join(texts)
    if len(texts) < 2:
        return
    yield "".join(reversed(texts))
    above, last = "".join(texts[:-1]), texts[-1]
    if not OTHERWISE.search(above):
        yield last
    bare = _bare(last)[0]
    if SAME.fullmatch(bare) or units.is_unit(last.strip("()[]")):
        yield above
        yield texts[0]


def _bare(title: str) -> tuple[str, str]:
    """A plain title without brackets or a unit behind a stroke, and the unit that it names."""
    insides = [text.removeprefix("单位").strip(":") for text in BRACKETS.findall(title)]
    unit = next((text for text in insides if units.is_unit(text)), "")
    bare = BRACKETS.sub("", title).strip("*:")
    tail = TAIL.fullmatch(bare)
    if tail and units.size(tail["unit"]):
        return tail["name"], unit or tail["unit"]
    return bare or title, unit


def _unit(parts: tuple[str, ...]) -> str:
    """The unit that a title of several rows names, in brackets or in a row of its own."""
    texts = [plain(part) for part in parts]
    alone = [text.strip("()[]") for text in texts[1:] if units.is_unit(text.strip("()[]"))]
    return next((unit for text in reversed(texts) if (unit := _bare(text)[1])), "".join(alone[-1:]))


def _likest(index: int, parts: tuple[str, ...], dataset: Dataset) -> Column | None:
    title = said(parts)
    bare, unit = _bare(plain(title))[0], _unit(parts)
    if not SHORTEST <= len(bare) <= LONGEST:
        return None
    scores = [(_like(bare, field), field) for field in dataset.fields]
    score, field = max(scores, key=lambda one: one[0])
    second = max((other for other, one in scores if one is not field), default=0.0)
    if score < LIKE or score - second < AHEAD:
        return None
    return Column(index, field, title, unit, how="guess", score=round(score, 1))


def _like(bare: str, field: Field) -> float:
    """How like a title is to any name of a field; 0 where it names a figure of another sort."""
    if any(
        not any(word.group() in name for name in _words(field)) for word in OTHERWISE.finditer(bare)
    ):
        return 0.0
    return float(process.extractOne(bare, _words(field), scorer=fuzz.WRatio)[1])


def _alone(one: Column, found: Sequence[Column]) -> bool:
    """Whether no other column is nearly as like the same field."""
    return all(
        one.score - other.score >= AHEAD
        for other in found
        if other is not one and other.field.name == one.field.name
    )


@cache
def _words(field: Field) -> tuple[str, ...]:
    names = (field.title, field.title_en, field.name, *field.aliases)
    return tuple(dict.fromkeys(plain(name) for name in names))


@cache
def _vocabulary(dataset: Dataset) -> dict[str, tuple[Field, How]]:
    """Every plain word for a field; a title is stronger than a name, a name than an alias."""
    words: dict[str, tuple[Field, How]] = {}
    backwards = dataset.fields[::-1]
    words |= {plain(alias): (field, "alias") for field in backwards for alias in field.aliases}
    words |= {plain(field.name): (field, "name") for field in backwards}
    words |= {plain(field.title_en): (field, "title") for field in backwards}
    return words | {plain(field.title): (field, "title") for field in backwards}
