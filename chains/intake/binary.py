"""The errors (#REF!) of a binary workbook (.xls), which the reader of values passes over."""

import struct
from collections.abc import Iterator

Place = tuple[int, int]

FREE = 0xFFFFFFFA  # sector numbers from here on are marks, not sectors
HEADER = 512
STREAMS = ("Workbook", "Book")
BOUND_SHEET, FORMULA, ERROR_CELL, END = 0x0085, 0x0006, 0x0205, 0x000A
ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


def errors(data: bytes) -> list[dict[Place, str]]:
    """For each sheet in the order of the workbook, its errors by row and column from 0."""
    stream = _stream(data)
    starts = [
        struct.unpack_from("<I", body)[0]
        for kind, body in _records(stream, 0)
        if kind == BOUND_SHEET
    ]
    return [dict(_errors(stream, start)) for start in starts]


def _errors(stream: bytes, start: int) -> Iterator[tuple[Place, str]]:
    for kind, body in _records(stream, start):
        if kind == ERROR_CELL and len(body) >= 8 and body[7]:
            code = body[6]
        elif kind == FORMULA and len(body) >= 14 and body[6] == 2 and body[12:14] == b"\xff\xff":
            code = body[8]
        else:
            continue
        row, column = struct.unpack_from("<HH", body)
        yield (row, column), ERRORS.get(code, "#N/A")


def _records(stream: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """The records from a place up to the end of that substream."""
    while place + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, place)
        yield kind, stream[place + 4 : place + 4 + size]
        if kind == END:
            return
        place += 4 + size


def _stream(data: bytes) -> bytes:
    """The workbook's own stream out of the compound file; a small one is found as well."""
    power, small_power = struct.unpack_from("<HH", data, 30)
    size, small = 1 << power, 1 << small_power
    table_count, first = (
        struct.unpack_from("<I", data, 44)[0],
        struct.unpack_from("<I", data, 48)[0],
    )
    cutoff, small_first = struct.unpack_from("<II", data, 56)
    tables = list(struct.unpack_from("<109I", data, 76))[:table_count]
    more = struct.unpack_from("<I", data, 68)[0]
    while more < FREE and len(tables) < table_count:
        block = struct.unpack_from(f"<{size // 4}I", data, HEADER + more * size)
        tables, more = [*tables, *block[:-1]], block[-1]
    links = [link for one in tables if one < FREE for link in _numbers(_sector(data, one, size))]
    folder = _chain(data, links, first, size)
    entries = [folder[place : place + 128] for place in range(0, len(folder), 128)]
    for entry in entries:
        name = entry[:64].decode("utf-16-le", "ignore").rstrip("\0")
        start, length = struct.unpack_from("<II", entry, 116)
        if name in STREAMS and length >= cutoff:
            return _chain(data, links, start, size)[:length]
        if name in STREAMS:
            root = _chain(data, links, struct.unpack_from("<I", entries[0], 116)[0], size)
            return _chain(root, _numbers(_chain(data, links, small_first, size)), start, small, 0)[
                :length
            ]
    return b""


def _chain(data: bytes, links: list[int], first: int, size: int, header: int = HEADER) -> bytes:
    """The sectors that follow one another from the first; a ring of them ends where it closes."""
    found: dict[int, bytes] = {}
    while first < len(links) and first not in found:
        found[first] = _sector(data, first, size, header)
        first = links[first]
    return b"".join(found.values())


def _sector(data: bytes, number: int, size: int, header: int = HEADER) -> bytes:
    return data[header + number * size : header + (number + 1) * size]


def _numbers(data: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4]))
