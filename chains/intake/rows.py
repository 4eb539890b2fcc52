"""Which rows below the header are data, and which are totals, notes or the header once more."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from chains.intake.header import Header
from chains.intake.words import plain
from chains.schema import Dataset

Kind = Literal["total", "note", "title", "repeat_header"]

SUM = r"(合计|总计|小计|共计|总和|累计)数?"
GRAND = re.compile(
    r"(全市|全县|全区|全省|全部|本表)?(合计|总计|共计|总和|累计)|(全市|全县|全区|全省)$|(grand)?total"
)
TOTAL = re.compile(
    rf"(本页|本表|全市|全县|全区|全省|分组)?{SUM}(\([^()]*\))?:?|其中:?|(grand|sub)?total:?"
)
TOTAL_OF = re.compile(
    r".{1,20}(合计|总计|小计|共计)(\([^()]*\))?:?|(合计|总计|小计|共计).{1,20}|其中.*"
    r"|全市|全县|全区|全省|ofwhich.*"
)
WITHIN = re.compile(r"其中|ofwhich")
NOTE = re.compile(
    r"(备?注|说明|填报?表?人|填报单位|填报日期|填报时间|制表人?|审核人?|复核人?|审批人?|报送人?|编制人?"
    r"|单位负责人|统计负责人|分管领导|负责人|经办人|联系人|联系电话|联系方式|电话|报出日期|报送日期"
    r"|资料来源|数据来源|来源|盖章|签字|签章|打印时间|打印日期|notes?|source|preparedby|checkedby)"
    r"(\([^()]*\))?(?P<said>[:.\d]|$|[一二三四五])"
)
NUMBER = re.compile(r"[\d.,%+-]+")
DAY = re.compile(r"\d{4}年\d{1,2}月(\d{1,2}日)?")
CHINESE = re.compile(r"^\D*[\u3400-\u9fff]")


@dataclass(frozen=True)
class Note:
    """A row that was left out, what it is taken for, and what it says."""

    row: int
    kind: Kind
    text: str


@dataclass(frozen=True)
class Total:
    """A row of totals, its cells by field; `within` is the first and last row that it sums."""

    row: int
    label: str
    values: Mapping[str, str] = field(hash=False)
    within: tuple[int, int] | None = None


def kind(cells: Sequence[str], header: Header, dataset: Dataset) -> Kind | None:
    """What a row that holds anything is, if it is no data.

    A row with its key and one more value is data, unless its first text is a word for a total.
    """
    filled = {index: cell for index, cell in enumerate(cells) if cell.strip()}
    if _repeats(filled, header):
        return "repeat_header"
    place, label = _label(filled)
    if TOTAL.fullmatch(label):
        return "total"
    keys = {one.index for one in header.columns if one.field.name in dataset.key}
    if _signed(label) and place in keys:
        return "note"
    known = [one for one in header.columns if one.index in filled]
    if keys and keys.issubset(filled) and len(known) > len(keys):
        return None
    if TOTAL_OF.fullmatch(label):
        return "total"
    return "note" if NOTE.match(label) or _lone(filled, header, dataset) else None


def total(row: int, cells: Sequence[str], header: Header) -> Total:
    """A row of totals as it stands: its label, and what it says of each field."""
    place, label = _label({index: cell for index, cell in enumerate(cells) if cell.strip()})
    values = {
        one.field.name: cells[one.index].strip()
        for one in header.columns
        if one.index != place and cells[one.index].strip()
    }
    return Total(row, label, values)


def spans(found: Iterable[Total], data: Sequence[int]) -> tuple[Total, ...]:
    """The totals with the rows that each sums: all (None), or those up to its neighbour.

    What only names a part (其中) sums nothing, and is not among them.
    """
    sums = [one for one in found if not WITHIN.match(one.label)]
    grand = [one for one in sums if GRAND.match(one.label)]
    parts = [one for one in sums if [one] != grand]
    on_top = bool(parts and data and parts[0].row < data[0])
    rows = [0, *(one.row for one in sums), (data[-1] if data else 0) + 1]
    edges = {
        one.row: rows[i + 1 : i + 3] if on_top else rows[i : i + 2] for i, one in enumerate(sums)
    }
    return tuple(
        Total(one.row, one.label, one.values, _span(edges[one.row], data)) if one in parts else one
        for one in sums
    )


def text(cells: Sequence[str]) -> str:
    """What a row says, its filled cells joined."""
    return " ".join(cell.strip() for cell in cells if cell.strip())


def _span(edges: Sequence[int], data: Sequence[int]) -> tuple[int, int] | None:
    """The first and the last row of data between two others; None where there is none."""
    between = data[bisect_right(data, edges[0]) : bisect_left(data, edges[1])]
    return (between[0], between[-1]) if between else None


def _label(filled: Mapping[int, str]) -> tuple[int, str]:
    """The place of the first cell that is no number, and its plain text."""
    for index, cell in filled.items():
        if not NUMBER.fullmatch(word := plain(cell)):
            return index, word
    return -1, ""


def _signed(label: str) -> bool:
    found = NOTE.match(label)
    return bool(found and found["said"] == ":")


def _repeats(filled: Mapping[int, str], header: Header) -> bool:
    """Whether a row says what a row of the header says."""
    parts = dict(enumerate(header.titles))
    alike = [
        index
        for index, cell in filled.items()
        if plain(cell) in {plain(part) for part in parts.get(index, ())}
    ]
    known = {column.index for column in header.columns}
    return 2 * len(alike) >= len(filled) > 0 and (len(alike) > 1 or known == set(alike))


def _lone(filled: Mapping[int, str], header: Header, dataset: Dataset) -> bool:
    """Whether the one filled cell of a row is no cell of a record: a remark, a group's name."""
    if len(filled) != 1:
        return False
    index, cell = next(iter(filled.items()))
    fields = {column.index: column.field for column in header.columns}
    if index not in fields or header.width == len(fields) == 2:  # half of a record
        return index not in fields
    if fields[index].name == dataset.key[0]:
        return bool(CHINESE.match(cell.strip()))
    if fields[index].name in dataset.key or DAY.fullmatch(plain(cell)):
        return True
    return fields[index].type != "string" and not any(letter.isdigit() for letter in cell)
