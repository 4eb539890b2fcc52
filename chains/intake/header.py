"""Which rows of a file are the header, what its columns are, and in which units its figures."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from chains.errors import FileRefused
from chains.intake import columns, messages
from chains.intake.columns import Column, Titles, exact, guessed, said
from chains.intake.decode import Record
from chains.intake.fault import Fault
from chains.intake.headings import TALLEST, Heading, Range, grown, headings
from chains.intake.measures import measured
from chains.intake.words import plain
from chains.schema import Dataset, Field

__all__ = ["Column", "Header", "best", "find", "plain"]


@dataclass(frozen=True)
class Header:
    """The header: its last row as Excel counts, what was recognised, and what was not.

    `candidates` are the titles in the file that are nearest to a required field that is missing.
    """

    row: int
    width: int
    columns: tuple[Column, ...]
    ignored: tuple[str, ...]
    faults: tuple[Fault, ...]
    first_row: int = 1
    candidates: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    titles: Titles = field(default=(), repr=False)

    @property
    def last_row(self) -> int:
        """The last row of the header, below which the data begin."""
        return self.row

    @property
    def guesses(self) -> tuple[Column, ...]:
        """The columns that were matched by likeness, which a person may change."""
        return tuple(column for column in self.columns if column.how == "guess")

    @property
    def reach(self) -> int:
        """How many cells from the left hold everything that was recognised."""
        return max(column.index for column in self.columns) + 1

    def title(self, name: str) -> str | None:
        """The title in the file of the column that holds a field."""
        return next((one.title for one in self.columns if one.field.name == name), None)


def find(
    lines: Sequence[Record],
    dataset: Dataset,
    chosen: Mapping[str, str] | None = None,
    merged: Sequence[Range] = (),
) -> Header:
    """The header among the first lines; raise FileRefused where no column is recognised."""
    heading, known = _best(lines, dataset, chosen, merged)
    if not known:
        raise FileRefused(
            "No column of {dataset.label} was recognised in the first thirty rows. "
            "Use the titles of the template.",
            dataset=dataset,
        )
    above = [(row, cells or []) for row, cells in lines if row < heading.first_row]
    placed = sorted(known, key=lambda one: one.index)
    sized, wrong = measured(placed, above, heading.last_row)
    candidates = _candidates(heading.titles, placed, dataset)
    faults = [*_named_faults(heading, placed, dataset, candidates), *wrong]
    return Header(
        row=heading.last_row,
        width=heading.width,
        columns=_first_of_each(sized),
        ignored=_others(heading.titles, placed),
        faults=tuple(sorted(faults, key=lambda one: one.rule == "column_missing")),
        first_row=heading.first_row,
        candidates=candidates,
        titles=heading.titles,
    )


def best(
    lines: Sequence[Record],
    dataset: Dataset,
    chosen: Mapping[str, str] | None = None,
    merged: Sequence[Range] = (),
) -> int:
    """How many fields the most header-like of these lines names."""
    return _named(_best(lines, dataset, chosen, merged)[1])


def _best(
    lines: Sequence[Record],
    dataset: Dataset,
    chosen: Mapping[str, str] | None,
    merged: Sequence[Range],
) -> tuple[Heading, list[Column]]:
    """The rows that name most fields, the fewest and the highest of them, and the columns."""
    every = list(headings(lines, merged))
    found = [exact(heading.titles, dataset, chosen) for heading in every]
    most = max(map(_named, found), default=0)
    if most < 2:
        found = [
            [*sure, *guessed(heading.titles, dataset, sure, chosen)]
            for heading, sure in zip(every, found, strict=True)
        ]
        most = max(map(_named, found), default=0)
    if not most:
        return Heading(1, 1, 0, ()), []
    place = next(i for i, names in enumerate(found) if _named(names) == most)
    heading = _grown(every[place], most, (lines, dataset, chosen, merged)).with_unit_rows(lines)
    sure = exact(heading.titles, dataset, chosen)
    return heading, [*sure, *guessed(heading.titles, dataset, sure, chosen)]


def _grown(
    heading: Heading,
    most: int,
    within: tuple[Sequence[Record], Dataset, Mapping[str, str] | None, Sequence[Range]],
) -> Heading:
    """The header with the rows that belong to it and name no field themselves."""
    lines, dataset, chosen, merged = within
    for _ in range(TALLEST - 1):
        for larger in grown(heading, lines, merged):
            height = larger.last_row - larger.first_row + 1
            if height <= TALLEST and _named(exact(larger.titles, dataset, chosen)) >= most:
                heading = larger
                break
    return heading


def _named(found: Sequence[Column]) -> int:
    return len({column.field.name for column in found})


def _first_of_each(found: Sequence[Column]) -> tuple[Column, ...]:
    return tuple({one.field.name: one for one in reversed(found)}.values())[::-1]


def _others(titles: Titles, found: Sequence[Column]) -> tuple[str, ...]:
    known = {one.index for one in found}
    texts = ((i, said(parts)) for i, parts in enumerate(titles))
    return tuple(text for i, text in texts if text and i not in known)


def _candidates(
    titles: Titles, found: Sequence[Column], dataset: Dataset
) -> dict[str, tuple[str, ...]]:
    """For each required field that is missing, the titles of the file that are most like it."""
    known = {one.index for one in found}
    names = {one.field.name for one in found}
    free = [parts for index, parts in enumerate(titles) if index not in known]
    return {
        one.name: columns.nearest(free, one)
        for one in dataset.fields
        if one.required and one.name not in names
    }


def _named_faults(
    heading: Heading,
    found: Sequence[Column],
    dataset: Dataset,
    candidates: Mapping[str, tuple[str, ...]],
) -> Iterator[Fault]:
    row = heading.last_row
    times = Counter(column.field.name for column in found)
    for column in found:
        if times[column.field.name] > 1:
            yield _fault(row, column.title, "column_twice", messages.COLUMN_TWICE, column.field)
    for one in dataset.fields:
        if near := "、".join(candidates.get(one.name, ())):
            template, details = messages.COLUMN_MISSING_NEAR, {"field": one, "near": near}
            yield Fault(row, one.header, None, "column_missing", "error", template, details=details)
        elif one.name in candidates:
            yield _fault(row, one.header, "column_missing", messages.COLUMN_MISSING, one)


def _fault(row: int, title: str, rule: str, template: str, one: Field) -> Fault:
    return Fault(row, title, None, rule, "error", template, details={"field": one})
