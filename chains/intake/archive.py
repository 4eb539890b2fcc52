"""What the zip archive around a workbook says before anything of it is unpacked."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Literal

from chains.errors import FileRefused
from chains.intake.decode import MEGABYTE

MARK = b"PK\x03\x04"
LARGEST = 512 * MEGABYTE
MOST_RATIO = 200
MOST_ENTRIES = 10_000
MOST_ROWS = 1_048_576
PIECE = 1 << 20
ERRORS = {"xlsx": rb' t="e"', "ods": rb'calcext:value-type="error"'}
WITHOUT_VALUE = re.compile(
    rb'<c ([^<>]*?)(?: t="\w+")?>\s*<f[^<>]*>([^<>]*)</f>\s*(?:<v></v>|<v\s*/>)?\s*</c>'
)


def kind(data: bytes) -> Literal["xlsx", "xls", "ods"]:
    """The kind of workbook; FileRefused where the archive is none, is locked, or is a bomb.

    A binary .xlsb counts as xls: it is read, and not written in the form in which it came.
    """
    try:
        entries = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise damaged() from error
    total = sum(entry.file_size for entry in entries)
    if total > LARGEST or total > MOST_RATIO * len(data) or len(entries) > MOST_ENTRIES:
        raise FileRefused(
            "The workbook would unpack to {size} MB in {count} parts, which no table does. "
            "Copy what is needed to a new workbook and upload that.",
            size=round(total / MEGABYTE),
            count=len(entries),
        )
    if any(entry.flag_bits & 1 for entry in entries):
        raise FileRefused(
            "The workbook is locked with a password. Take the password away and upload it again."
        )
    names = {entry.filename.replace("\\", "/").lower() for entry in entries}
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        return "xls"
    if "content.xml" in names:
        return "ods"
    raise FileRefused(
        "This is an archive, and no workbook. Unpack it and upload the workbook or CSV file in it."
    )


def damaged() -> FileRefused:
    """The refusal of a workbook that cannot be read."""
    return FileRefused("The workbook is damaged. Open it, save it again and upload the new file.")


def spoken(data: bytes, kind: str) -> bytes:
    """The workbook with its errors (#REF!) and formulas without a value as texts.

    The reader of values gives nothing for either, as if the cells were empty.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        parts = [name for name in old.namelist() if _has_cells(name) and _silent(old, name, kind)]
        if not parts:
            return data
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
            for entry in old.infolist():
                if entry.filename in parts:
                    _respoken(old, new, entry.filename, kind)
                else:
                    new.writestr(entry.filename, old.read(entry))
    return target.getvalue()


def _has_cells(name: str) -> bool:
    return name == "content.xml" or (name.startswith("xl/worksheets/") and name.endswith(".xml"))


def _silent(old: zipfile.ZipFile, name: str, kind: str) -> bool:
    """Whether a part has cells that the reader of values is silent about."""
    lines = 0
    for piece in _pieces(old, name):
        lines += piece.count(b"<row")
        if lines > MOST_ROWS:
            raise FileRefused("The sheet has more than {limit} rows.", limit=MOST_ROWS)
        if ERRORS[kind] in piece or (b"<f" in piece and WITHOUT_VALUE.search(piece)):
            return True
    return False


def _respoken(old: zipfile.ZipFile, new: zipfile.ZipFile, name: str, kind: str) -> None:
    with new.open(name, "w", force_zip64=True) as target:
        for piece in _pieces(old, name):
            target.write(_mended(piece, kind))


def _mended(piece: bytes, kind: str) -> bytes:
    if kind == "ods":
        return re.sub(
            rb'office:string-value="[^"]*"([^<>]*calcext:value-type="error")', rb"\1", piece
        )
    piece = re.sub(rb'(<c [^<>]*)t="e"', rb'\1t="str"', piece)
    return WITHOUT_VALUE.sub(
        rb'<c \1 t="inlineStr"><is><t xml:space="preserve">=\2</t></is></c>', piece
    )


def _pieces(old: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """The part in pieces, none of which ends within a cell."""
    rest = b""
    begins = b"<" if name == "content.xml" else b"<c "
    with old.open(name) as source:
        while piece := rest + source.read(PIECE):
            end = piece.rfind(begins) if len(piece) > len(rest) else -1
            end = piece.rfind(b"<") if end < 0 and len(piece) > len(rest) else end
            whole, rest = (piece[:end], piece[end:]) if end > 0 else (piece, b"")
            yield whole
