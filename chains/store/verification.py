"""Whether everything a store holds is whole: opened, summed and counted again."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from chains.errors import N_, ChainsError
from chains.store import candidate, migration, record, retention, writing
from chains.store.edition import Edition, opened
from chains.store.finding import Finding

if TYPE_CHECKING:
    from chains.store.editions import Store

UNREAD = N_("The file cannot be read: {reason}")

Progress = Callable[[float, str], object]

# the demonstration's submissions came from no file
SUBMITTED = """select submission_id, file_name, sha256
from submission join edition using (edition) where kind <> '示例' order by submission_id"""


def verify(store: "Store", progress: Progress | None = None) -> list[Finding]:
    """What is wrong with a store, and what is worth a note; an empty list is a whole store."""
    try:
        current = store.current()
    except ChainsError as error:
        return [Finding("CURRENT", error.message, error.values)]
    there = editions(store.folder)
    originals = sorted(store.files.glob("*"))
    found = list(_numbers(store, current, there))
    done, whole = 0, len(there) + len(originals) or 1
    for number, path in there.items():
        found += [] if number > current else edition(path, number)
        done += 1
        _tell(progress, done / whole, path.name)
    for path in originals:
        found += original(path)
        done += 1
        _tell(progress, done / whole, path.name[:12])
    return [*found, *_submissions(store, current)]


def editions(folder: Path) -> dict[int, Path]:
    """The numbered files of a folder, lowest first."""
    paths = sorted(path for path in folder.glob("*.duckdb") if path.stem.isdigit())
    return {int(path.stem): path for path in paths}


def edition(path: Path, number: int) -> list[Finding]:
    """What is wrong with an edition's file, held against its record and this release."""
    try:
        kept = record.read(path)
    except ValueError as error:
        return [_wrong(record.beside(path), N_("The record is damaged: {reason}"), reason=error)]
    except OSError as error:
        return [_wrong(record.beside(path), UNREAD, reason=error)]
    try:
        return list(_opened(path, number, kept))
    except FileNotFoundError:
        return []  # retention removed it at this moment
    except (OSError, duckdb.Error) as error:
        return [_wrong(path, UNREAD, reason=error)]
    except ChainsError as error:
        return [Finding(path.name, error.message, error.values)]


def _opened(path: Path, number: int, kept: record.FileRecord | None) -> Iterator[Finding]:
    if kept is None:
        yield Finding(path.name, N_("There is no record: an older release made it."), noted=True)
    elif kept.edition != number:
        yield _wrong(path, N_("The record is that of edition {other}."), other=kept.edition)
    elif path.stat().st_size != kept.bytes or record.sha256(path) != kept.sha256:
        yield _wrong(path, N_("The file is not the one that was published."))
        return
    held = opened(number, path)
    try:
        yield from _held(held, path, kept)
    finally:
        held.close()


def _held(held: Edition, path: Path, kept: record.FileRecord | None) -> Iterator[Finding]:
    migration.refuse_newer(held.number, migration.gap(held.connection))
    counts = candidate.count(held.connection)  # a cursor would want every view
    for table, rows in kept.rows.items() if kept else ():
        if counts.get(table) != rows:
            values = {"table": table, "rows": rows, "counted": counts.get(table)}
            message = N_("{table} holds {counted} rows, but its record says {rows}.")
            yield Finding(path.name, message, values)
    made = held.connection.execute("select max(edition) from edition").fetchall()[0][0]
    if made != held.number:
        yield _wrong(path, N_("The file says that it is edition {other}."), other=made)


def original(path: Path) -> list[Finding]:
    """What is wrong with a submitted file, whose name is its checksum."""
    if path.suffix == ".new":
        return [Finding(path.name, N_("An unfinished file, of no use."), noted=True)]
    try:
        whole = record.sha256(path) == path.name
    except OSError as error:
        return [_wrong(path, UNREAD, reason=error)]
    return [] if whole else [_wrong(path, N_("The file is not the one that was submitted."))]


def _numbers(store: "Store", current: int, there: dict[int, Path]) -> Iterator[Finding]:
    """Whether pointer, files and the list of removed editions agree."""
    if current == 0 and there:
        message = N_("The pointer is missing. Write the highest number of {folder} into it.")
        yield Finding("CURRENT", message, {"folder": store.folder})
        return
    try:
        removed = retention.removed(store.root)
        left = writing.leftovers(store.root, store.current()) if store.folder.is_dir() else []
    except ChainsError as error:
        yield Finding("CURRENT", error.message, error.values)
        return
    for number in range(1, current + 1):
        if number not in there and (number not in removed or number == current):
            yield _wrong(store.path(number), N_("The file of an edition is missing."))
    for path in left:
        yield Finding(path.name, N_("An update is being made, or was broken off here."), noted=True)


def _submissions(store: "Store", current: int) -> Iterator[Finding]:
    """Whether every submission that the current edition knows has its file."""
    try:
        rows = _submitted(store, current) if current else []
    except (ChainsError, duckdb.Error):
        return  # said of the edition's file already
    for number, name, digest in rows:
        if not (store.files / digest).is_file():
            message = N_("The file {name} of submission {number} is missing.")
            yield Finding(f"files/{digest}", message, {"name": name, "number": number})


def _submitted(store: "Store", current: int) -> list[tuple[int, str, str]]:
    held = opened(current, store.path(current))
    try:
        return held.connection.execute(SUBMITTED).fetchall()
    finally:
        held.close()


def _wrong(path: Path, message: str, **values: Any) -> Finding:
    return Finding(path.name, message, values)


def _tell(progress: Progress | None, share: float, what: str) -> None:
    if progress is not None:
        progress(share, what)
