"""Places of rows that may be no data, found column by column, so that the others are not read."""

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from chains.intake.grid import Grid
from chains.intake.header import Header
from chains.schema import Dataset

SPACES = (b" ", b"\t", b"\n", b"\r", b"\v", b"\f", b"\xc2", b"\xe2\x80", b"\xe3\x80\x80")
SUMS = (
    r"^\s*\S{0,8}\s*([合总小共累]\s*计\s*数?|总\s*和\s*数?)\s*([(（].*)?[:：]?\s*$"
    r"|^\s*其\s*中\s*[:：]?\s*$"
)
TOTALS = r"(?i)^\s*(grand|sub)?\s*total\s*[:：]?\s*$"
CHINESE = tuple(word.encode() for word in ("计", "总", "其"))
ENGLISH = (b"otal", b"OTAL")


def suspects(grid: Grid, header: Header, dataset: Dataset) -> list[int]:
    """Places of rows without a full key, or with a word for a total, a note or a title."""
    if not len(grid.numbers):
        return []
    masks = iter(_masks(grid, header, dataset))
    found = next(masks)
    for mask in masks:
        found = pc.or_(found, mask)
    places: list[int] = pc.indices_nonzero(found).to_pylist()
    return places


def _masks(grid: Grid, header: Header, dataset: Dataset) -> Iterator[pa.ChunkedArray]:
    keys = [one.index for one in header.columns if one.field.name in dataset.key]
    for index in keys or [header.columns[0].index]:
        yield _blank(grid.columns[index])
    for column in grid.columns:
        if _has(column, *ENGLISH):
            yield pc.match_substring_regex(column, TOTALS)
        if not _ascii(column) and _has(column, *CHINESE):
            yield pc.match_substring_regex(column, SUMS)
    first = min(keys, default=header.columns[0].index)
    if not _ascii(grid.columns[first]):
        yield pc.invert(pc.string_is_ascii(grid.columns[first]))
    titles = {text for part in header.titles[first] for text in (part, part.strip())}
    yield pc.is_in(grid.columns[first], pa.array(sorted(titles), pa.string()))


def _blank(column: pa.ChunkedArray) -> pa.ChunkedArray:
    trimmed = pc.utf8_trim_whitespace(column) if _has(column, *SPACES) else column
    return pc.equal(pc.binary_length(trimmed), 0)


def _has(column: pa.ChunkedArray, *marks: bytes) -> bool:
    """Whether the text of a column holds one of the marks anywhere."""
    return any(mark in text for text in _texts(column) for mark in marks)


def _ascii(column: pa.ChunkedArray) -> bool:
    return all(text.isascii() for text in _texts(column))


def _texts(column: pa.ChunkedArray) -> Iterator[bytes]:
    """The cells of each chunk behind one another."""
    buffers = (chunk.buffers()[2] for chunk in column.chunks)
    return (buffer.to_pybytes() for buffer in buffers if buffer is not None)
