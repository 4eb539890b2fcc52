"""The rows that may be a header: one, two or three together, their merged cells filled."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from chains.intake import units
from chains.intake.columns import WIDEST
from chains.intake.decode import Record
from chains.intake.words import plain

Range = tuple[tuple[int, int], tuple[int, int]]

LINES_ABOVE = 30
TALLEST = 3
LINES_READ = LINES_ABOVE + TALLEST
SPEAKS = re.compile(r"[:：]")
NUMBERED = re.compile(r"[甲乙丙丁戊己]|\(?\d{1,3}\)?")


@dataclass(frozen=True)
class Heading:
    """Rows taken together as a header, and the parts of each column's title, top-down."""

    first_row: int
    last_row: int
    width: int
    titles: tuple[tuple[str, ...], ...]

    def with_unit_rows(self, lines: Sequence[Record]) -> "Heading":
        """The header with the rows of units and of column numbers below it, if there are any."""
        heading = self
        below = [(row, cells or []) for row, cells in lines if row > self.last_row]
        for row, cells in below[:2]:
            if row != heading.last_row + 1 or not (_units_only(cells) or _numbers_only(cells)):
                break
            count = len(self.titles)
            added = [*cells, *[""] * count] if _units_only(cells) else [""] * count
            titles = zip(heading.titles, added, strict=False)
            joined = tuple((*parts, cell) if cell.strip() else parts for parts, cell in titles)
            heading = replace(heading, last_row=row, titles=joined)
        return heading


def headings(lines: Sequence[Record], merged: Sequence[Range] = ()) -> Iterator[Heading]:
    """Every header that the first lines could hold, the lowest and highest up first.

    `merged` are ranges of cells, first and last as row and column from 0.
    """
    rows = {row: cells or [] for row, cells in lines if row <= LINES_ABOVE}
    covered = _covered(merged)
    for height in range(1, TALLEST + 1):
        for last in rows:
            first = last - height + 1
            span = [rows.get(row, []) for row in range(first, last + 1)]
            if any(span[0]) and any(span[-1]):
                width = max(map(len, span))
                yield Heading(first, last, width, _titles(span, first, covered))


def grown(heading: Heading, lines: Sequence[Record], merged: Sequence[Range]) -> Iterator[Heading]:
    """The same header with the row of groups above it, or of parts below it, if there are any."""
    rows = {row: cells or [] for row, cells in lines}
    covered = _covered(merged)
    first, last = heading.first_row, heading.last_row
    for top, bottom in ((first - 1, last), (first, last + 1)):
        span = [rows.get(row, []) for row in range(top, bottom + 1)]
        upper, lower = (span[0], span[1]) if top < first else (span[-2], span[-1])
        joined = any((bottom - 1, column) in covered for column in range(len(lower)))
        if _splits(upper, lower) or (bottom > last and joined):
            width = max(map(len, span))
            yield Heading(top, bottom, width, _titles(span, top, covered))


def _splits(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Whether a row has groups, whose parts the row below names."""
    texts = [cell for cell in upper if cell.strip()]
    if len(texts) < 2 or any(SPEAKS.search(cell) for cell in texts):
        return False
    pairs = zip(upper, [*upper[1:], *[""] * len(lower)], lower, lower[1:], strict=False)
    return any(
        one.strip() and not right.strip() and below.strip() and beside.strip()
        for one, right, below, beside in pairs
    ) and not any(any(letter.isdigit() for letter in cell[:1]) for cell in lower)


def _titles(
    span: Sequence[Sequence[str]], first_row: int, covered: dict[tuple[int, int], tuple[int, int]]
) -> tuple[tuple[str, ...], ...]:
    """The parts of each column's title, without empty and repeated ones."""
    width = min(max(map(len, span)), WIDEST)
    square = [[*cells[:width], *[""] * (width - len(cells))] for cells in span]
    filled = [
        _filled(square, height, first_row + height - 1, covered) for height in range(len(span))
    ]
    if len(span) == 1:
        return tuple((cell,) for cell in filled[0])
    return tuple(_distinct(parts) for parts in zip(*filled, strict=True))


def _filled(
    square: Sequence[list[str]],
    height: int,
    row: int,
    covered: dict[tuple[int, int], tuple[int, int]],
) -> list[str]:
    """A row of the header whose empty cells take what the merged cell to their left says."""
    cells, below = square[height], square[height + 1 :]
    found: list[str] = []
    for column, cell in enumerate(cells):
        owner = covered.get((row, column))
        if cell.strip() or not column or not below:
            found.append(cell)
        elif owner:
            found.append(found[owner[1]] if owner[0] == row else "")
        elif not covered and below[0][column].strip() and below[0][column - 1].strip():
            found.append(found[-1])
        else:
            found.append("")
    return found


def _distinct(parts: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for part in parts if part.strip()))


def _covered(merged: Sequence[Range]) -> dict[tuple[int, int], tuple[int, int]]:
    """Each cell under a merged one (row and column from 0), and the place of that one."""
    return {
        (row, column): (top, left)
        for (top, left), (bottom, right) in merged
        if top < LINES_READ
        for row in range(top, min(bottom, top + TALLEST) + 1)
        for column in range(left, min(right, WIDEST) + 1)
        if (row, column) != (top, left)
    }


def _units_only(cells: Sequence[str]) -> bool:
    """Whether a row says nothing but units, such as 万元."""
    texts = [plain(cell).strip("()[]-—/") for cell in cells if cell.strip()]
    said = [text for text in texts if text]
    return bool(said) and all(units.is_unit(text) for text in said)


def _numbers_only(cells: Sequence[str]) -> bool:
    """Whether a row numbers the columns, as statistical forms do: 甲 乙 1 2 3."""
    texts = [plain(cell) for cell in cells if cell.strip()]
    if len(texts) < TALLEST or not all(NUMBERED.fullmatch(text) for text in texts):
        return False
    numbers = [int(text.strip("()")) for text in texts if text.strip("()").isdigit()]
    return numbers[:1] == [1] and numbers == list(range(1, len(numbers) + 1))
