"""Damaged files by the thousand: taken with what they say, or refused; never a crash or a change.

What does not change what a file says (another encoding, column order, decoration) must be taken
with the very content of the good file. What may change it (a flipped byte, a cut, a doubled piece,
a blanked cell) may be refused; where it is taken, every row that was not touched is as it was.
"""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from town import build, look

from chains.errors import FileRefused
from chains.intake import Submission
from chains.store import Store

HEADER = ("项目编号", "月份", "累计完成投资（万元）", "形象进度", "存在问题")
PROJECTS = ("P0001", "P0002")
MONTHS = tuple(f"2021-{month:02d}" for month in range(2, 13))
WORDS = ("", "主体结构封顶", "设备安装，完成八成", "他说“快了”", "a;b\tc", "第一行")
FIELDS = ("project_id", "month", "invested_ytd", "progress", "problem")
NEWLINES = ("\n", "\r\n")
THOUSANDS = settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

Row = tuple[str, str, str, str, str]


@dataclass(frozen=True)
class Good:
    """A file without a fault: rows of text, each key once, figures that never fall."""

    rows: tuple[Row, ...]

    def text(self, delimiter: str = ",", newline: str = "\r\n") -> str:
        """The file as a spreadsheet would save it."""
        out = io.StringIO()
        writer = csv.writer(out, delimiter=delimiter, lineterminator=newline)
        writer.writerow(HEADER)
        writer.writerows(self.rows)
        return out.getvalue()

    def content(self) -> set[tuple[str, str, str]]:
        """Key, column and value of every filled cell that is no key."""
        return {
            (f"{row[0]} · {row[1]}", field, value)
            for row in self.rows
            for field, value in zip(FIELDS[2:], row[2:], strict=True)
            if value
        }


@st.composite
def good(draw: st.DrawFn) -> Good:
    """A monthly report of one or two projects."""
    rows: list[Row] = []
    for project in draw(st.sampled_from([PROJECTS, PROJECTS[:1]])):
        months = draw(st.integers(1, len(MONTHS)))
        paid = 0
        for month in MONTHS[:months]:
            paid += draw(st.integers(0, 9_000))
            progress, problem = draw(st.sampled_from(WORDS)), draw(st.sampled_from(WORDS))
            rows.append((project, month, str(paid), progress, problem))
    return Good(tuple(rows))


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A town without a report for the year of the files."""
    return build(tmp_path_factory.mktemp("town"))


def judged(town: Store, data: bytes) -> Submission | None:
    """What intake says; None for a file that is no table. The store stays as it was."""
    before = town.current(), sorted(path.name for path in town.folder.iterdir())
    try:
        found = look(town, "project_month", data)
    except FileRefused:
        return None
    finally:
        assert (town.current(), sorted(path.name for path in town.folder.iterdir())) == before
    assert found.accepted == (found.difference is not None)
    return found


def content(found: Submission) -> set[tuple[str, str, str]]:
    assert found.difference is not None
    cells = found.difference.cells
    return set(zip(cells["key"], cells["column"], cells["after"], strict=True))


def same(text: str) -> bytes:
    return text.encode()


ENCODINGS: tuple[Callable[[str], bytes], ...] = (
    same,
    lambda text: text.encode("utf-8-sig"),
    lambda text: text.encode("utf-16"),
    lambda text: text.encode("gb18030"),
)


@THOUSANDS
@given(good(), st.sampled_from(ENCODINGS), st.data())
def test_what_says_the_same_is_taken_with_the_same_content(
    town: Store, file: Good, encode: Callable[[str], bytes], data: st.DataObject
) -> None:
    """Another encoding, delimiter, line end or order of columns."""
    order = data.draw(st.permutations(range(5)))
    delimiter, newline = data.draw(st.sampled_from(",\t;")), data.draw(st.sampled_from(NEWLINES))
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=newline)
    for row in (HEADER, *file.rows):
        writer.writerow([row[place] for place in order])
    found = judged(town, encode(out.getvalue()))
    assert found is not None and found.accepted, found and found.faults
    assert content(found) == file.content()


@THOUSANDS
@given(good(), st.sets(st.sampled_from(["title", "full width", "total", "note", "empty lines"])))
def test_decoration_is_seen_through(town: Store, file: Good, decor: set[str]) -> None:
    head, *rows = file.text(newline="\n").splitlines()
    wide = str.maketrans("0123456789", "０１２３４５６７８９") if "full width" in decor else {}
    total = sum(int(row[2]) for row in file.rows)
    parts = [
        *(["重大项目进度月报,,,,"] if "title" in decor else []),
        *([",,,,", "", " ,,,,"] if "empty lines" in decor else []),
        head,
        *(row.translate(wide) for row in rows),
        *([f"合计,,{total},,"] if "total" in decor else []),
        *(["填表人：示例甲　审核：示例乙,,,,"] if "note" in decor else []),
    ]
    found = judged(town, "\n".join(parts).encode())
    assert found is not None and found.accepted, found and found.faults
    assert invested(content(found)) == invested(file.content())


def invested(cells: set[tuple[str, str, str]]) -> set[tuple[str, str, str]]:
    return {cell for cell in cells if cell[1] == "invested_ytd"}


@THOUSANDS
@given(good(), st.data())
def test_a_blanked_cell_touches_no_other_row(town: Store, file: Good, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(file.rows) - 1))
    column = data.draw(st.integers(0, 4))
    rows = [list(row) for row in file.rows]
    rows[at][column] = ""
    found = judged(town, Good(tuple(tuple(row) for row in rows)).text().encode())  # type: ignore[misc]  # five each
    assert found is not None
    if column < 3:
        faulty = {(fault.row, fault.rule) for fault in found.faults}
        assert (at + 2, "required") in faulty or not "".join(rows[at]).strip()
        assert not found.accepted or not "".join(rows[at]).strip()
    else:
        touched = (f"{file.rows[at][0]} · {file.rows[at][1]}", FIELDS[column])
        left = {cell for cell in file.content() if cell[:2] != touched}
        assert found.accepted and content(found) == left


@THOUSANDS
@given(good(), st.data())
def test_a_doubled_row_is_named_with_the_first(
    town: Store, file: Good, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(file.rows) - 1))
    to = data.draw(st.integers(at + 1, len(file.rows)))
    rows = [*file.rows[:to], file.rows[at], *file.rows[to:]]
    found = judged(town, Good(tuple(rows)).text().encode())
    assert found is not None and not found.accepted
    assert (to + 2, "key_twice") in {(fault.row, fault.rule) for fault in found.faults}


@THOUSANDS
@given(good(), st.sampled_from(ENCODINGS), st.data())
def test_flipped_bytes_and_cuts_leave_the_untouched_rows_as_they_were(
    town: Store, file: Good, encode: Callable[[str], bytes], data: st.DataObject
) -> None:
    """What is taken of a line that was not touched is what the good file says there."""
    whole = bytearray(encode(file.text()))
    for _ in range(data.draw(st.integers(0, 3))):
        whole[data.draw(st.integers(0, len(whole) - 1))] ^= data.draw(st.integers(1, 255))
    cut = data.draw(st.integers(0, len(whole))) if data.draw(st.booleans()) else len(whole)
    found = judged(town, bytes(whole[:cut]))
    if found is None or not found.accepted:
        return
    whole_lines = set(bytes(whole[:cut]).decode(found.encoding).split("\r\n"))
    rows = [row for row in file.rows if Good((row,)).text().split("\r\n")[1] in whole_lines]
    taken = content(found)
    known = {field for _key, field, _value in taken}
    expected = {cell for cell in Good(tuple(rows)).content() if cell[1] in known}
    keys = {key for key, _field, _value in expected}
    assert {cell for cell in taken if cell[0] in keys} == expected


@THOUSANDS
@given(st.binary(max_size=4000))
def test_no_bytes_at_all_make_it_stumble(town: Store, noise: bytes) -> None:
    found = judged(town, noise)
    assert found is None or not found.accepted


@THOUSANDS
@given(good(), good(), st.sampled_from(ENCODINGS), st.sampled_from(ENCODINGS))
def test_two_encodings_in_one_file_are_refused_or_read_as_one(
    town: Store,
    first: Good,
    second: Good,
    one: Callable[[str], bytes],
    other: Callable[[str], bytes],
) -> None:
    found = judged(town, one(first.text()) + other(second.text()))
    if found is not None and found.accepted:
        known = {key for key, _field, _value in first.content() | second.content()}
        assert {key for key, _field, _value in content(found)} <= known
