"""Which row of a file is the header, and which column is which field. Converts no unit."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from chains.errors import FileRefused
from chains.intake import messages
from chains.intake.decode import Record
from chains.intake.fault import Fault
from chains.schema import Dataset, Field

TITLED = re.compile(r"(?P<name>.+?)[(\[](?P<unit>[^()\[\]]*)[)\]]")
MEASURE = re.compile(r"(元|瓦时|度|wh|人|家|户|%|‰|吨|yuan|rmb|cny|dollar|usd)$")
UNIT_LINE = re.compile(r"单位[:：]?(?P<unit>\w*元)")
WIDEST = 1_000

How = Literal["title", "name", "alias", "guess", "chosen"]


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


def plain(text: str) -> str:
    """A title as it is compared: half-width, lower case, without spaces or a mark for required."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split()).strip("*")


def find(lines: Sequence[Record], dataset: Dataset) -> Header:
    """The header among the first lines; raise FileRefused where no column is recognised."""
    words = _vocabulary(dataset)
    number, cells = max(
        ((number, cells or []) for number, cells in lines),
        key=lambda line: recognised(line[1], words),
        default=(1, []),
    )
    columns = _columns(cells, words)
    if not columns:
        raise FileRefused(
            "No column of {dataset.label} was recognised in the first ten rows. "
            "Use the titles of the template.",
            dataset=dataset,
        )
    known = {one.index for one in columns}
    titles = enumerate(cells[:WIDEST])
    ignored = [cell.strip() for i, cell in titles if i not in known and cell.strip()]
    above = [cells or [] for row, cells in lines if row < number]
    faults = [*_faults(number, columns, dataset), *_unit_lines(above, columns)]
    return Header(
        number, len(cells), _first_of_each(columns), tuple(ignored), tuple(faults), number
    )


def recognised(cells: Sequence[str], words: dict[str, Field]) -> int:
    """How many fields a row names."""
    return len({column.field.name for column in _columns(cells, words)})


def best(lines: Sequence[Record], dataset: Dataset) -> int:
    """How many fields the most header-like of these lines names."""
    words = _vocabulary(dataset)
    return max((recognised(cells or [], words) for _, cells in lines), default=0)


def _vocabulary(dataset: Dataset) -> dict[str, Field]:
    return {
        plain(word): field
        for field in reversed(dataset.fields)
        for word in (*field.aliases, field.name, field.title_en, field.title)
    }


def _columns(cells: Sequence[str], words: dict[str, Field]) -> list[Column]:
    titles = enumerate(cells[:WIDEST])
    found = ((index, cell.strip(), *_match(plain(cell), words)) for index, cell in titles)
    return [Column(index, field, title, unit) for index, title, field, unit in found if field]


def _match(title: str, words: dict[str, Field]) -> tuple[Field | None, str]:
    """The field that a title names, and the unit in its brackets."""
    if title in words:
        return words[title], ""
    parts = TITLED.fullmatch(title)
    return (words.get(parts["name"]), parts["unit"]) if parts else (None, "")


def _first_of_each(columns: Sequence[Column]) -> tuple[Column, ...]:
    return tuple({one.field.name: one for one in reversed(columns)}.values())[::-1]


def _faults(row: int, columns: Sequence[Column], dataset: Dataset) -> Iterator[Fault]:
    times = Counter(column.field.name for column in columns)
    for column in columns:
        if times[column.field.name] > 1:
            yield _fault(
                row, column.title, "column_twice", messages.COLUMN_TWICE, field=column.field
            )
        if _other_unit(column):
            yield _unit_fault(row, column.title, column.unit, column.field)
    for field in dataset.fields:
        if field.required and field.name not in times:
            yield _fault(row, field.header, "column_missing", messages.COLUMN_MISSING, field=field)


def _other_unit(column: Column) -> bool:
    declared = plain(column.field.unit)
    return bool(declared and column.unit != declared and MEASURE.search(column.unit))


def _unit_lines(above: Sequence[Sequence[str]], columns: Sequence[Column]) -> Iterator[Fault]:
    """A line such as 单位：亿元 over the header speaks of every money column without a unit."""
    money = next((c for c in columns if c.field.unit.endswith("元") and not c.unit), None)
    for row, cells in enumerate(above, 1):
        said = UNIT_LINE.search(plain("".join(cells)))
        if money and said and said["unit"] != money.field.unit:
            yield _unit_fault(row, money.title, said["unit"], money.field)


def _unit_fault(row: int, title: str, unit: str, field: Field) -> Fault:
    return Fault(
        row, title, unit, "unit", "error", messages.UNIT, details={"unit": unit, "field": field}
    )


def _fault(row: int, title: str, rule: str, template: str, *, field: Field) -> Fault:
    return Fault(row, title, None, rule, "error", template, details={"field": field})
