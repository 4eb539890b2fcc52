"""Bytes to records of text. Knows encodings, delimiters and quotes; knows no dataset."""

import codecs
import csv
import io
from collections.abc import Iterator

from chains import settings
from chains.errors import FileRefused

DELIMITERS = (",", "\t", ";")
MARKUP = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta")
UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
MEGABYTE = 1_000_000
LONGEST_CELL = 131_072  # characters; Excel itself holds 32,767

Record = tuple[int, list[str] | None]


def encoding_of(data: bytes) -> str:
    """The encoding of a text file; raise FileRefused where the bytes are no text table."""
    marked = _marked(data)
    if marked is None and b"\0" in data:
        raise _binary()
    encoding = marked or _guessed(data)
    if marked and "\0" in _decoded(data, encoding):
        raise _binary()
    if data[:1_000].removeprefix(codecs.BOM_UTF8).lstrip().lower().startswith(MARKUP):
        raise FileRefused(
            "This is a web page that bears the name of a workbook. Open it in Excel or WPS, "
            "choose Save As, “Excel workbook (.xlsx)”, and upload the new file."
        )
    return encoding


def records(data: bytes, encoding: str, delimiter: str) -> Iterator[Record]:
    """Each record with its row number as Excel counts; None, and the end, at a broken quote."""
    text = io.TextIOWrapper(io.BytesIO(data), encoding=encoding, newline="")
    csv.field_size_limit(LONGEST_CELL)  # one for the process, which another library may change
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, 1):
            yield number, cells
    except csv.Error:
        yield number + 1, None


def utf8(data: bytes, encoding: str) -> bytes:
    """The text of a file as UTF-8 without its mark."""
    if encoding in ("utf-8", "utf-8-sig"):
        return data.removeprefix(codecs.BOM_UTF8)
    return _decoded(data, encoding).encode("utf-8")


def refuse_by_size(data: bytes) -> None:
    """Refuse a file that is empty, or larger than the setting allows."""
    limit = settings.number("upload_mb")
    if len(data) > limit * MEGABYTE:
        raise FileRefused(
            "The file has {size} MB, and at most {limit} MB are taken. "
            "Split it and upload the parts.",
            size=round(len(data) / MEGABYTE),
            limit=round(limit),
        )
    if not data[:MEGABYTE].strip() and not data.strip():
        raise FileRefused("The file is empty.")


def _binary() -> FileRefused:
    return FileRefused(
        "The file holds binary data, or UTF-16 without its mark, and cannot be read as a table. "
        "Save it as “CSV UTF-8” and upload it again."
    )


def _marked(data: bytes) -> str | None:
    """The encoding that a byte order mark names."""
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    return "utf-16" if data.startswith(UTF16) else None


def _guessed(data: bytes) -> str:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        _refuse_damaged(data, error.start)
        _decoded(data, "gb18030")
        return "gb18030"
    return "utf-8"


def _refuse_damaged(data: bytes, start: int) -> None:
    """Refuse a UTF-8 text with a few broken bytes, which GB18030 would turn into other words."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = len(text) - len(text.encode("ascii", "ignore")) - broken
    if whole > 4 * broken:
        raise FileRefused(
            "The file is damaged in line {line}: it is UTF-8 with broken bytes. Save it again.",
            line=data.count(b"\n", 0, start) + 1,
        )


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise FileRefused(
            "The text of the file cannot be read: it is neither UTF-8, UTF-16 nor GB18030. "
            "Save it as “CSV UTF-8” and upload it again."
        ) from error
