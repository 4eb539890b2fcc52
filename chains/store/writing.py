"""The one writer of a store: waits for its turn, sweeps what a dead one left, leaves nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import duckdb
from filelock import FileLock, Timeout

from chains.errors import N_, StoreError
from chains.store import durable

BUSY = N_("Another update is being published. Nothing was changed; try again in a minute.")


@contextmanager
def alone(lock: Path, seconds: float, busy: str = BUSY) -> Iterator[None]:
    """Be the only one who holds the lock; StoreError when another does not let go in time."""
    with told():
        durable.folder(lock.parent)
        held = FileLock(lock)
        try:
            held.acquire(timeout=seconds)
        except Timeout as error:
            raise StoreError(busy) from error
        try:
            yield
        finally:
            held.release()


@contextmanager
def draft(folder: Path) -> Iterator[Path]:
    """A file name for a candidate, of which nothing stays behind when its making fails."""
    # a name of its own: DuckDB would hand out an instance still open on the same path
    path = folder / f"candidate-{uuid4().hex}.duckdb"
    try:
        yield path
    except BaseException:
        for part in folder.glob(f"{path.name}*"):
            durable.remove(part)
        raise


def sweep(root: Path, current: int) -> None:
    """Remove what a dead writer left: a candidate, or an edition that never was current."""
    for path in leftovers(root, current):
        durable.remove(path)


def leftovers(root: Path, current: int) -> list[Path]:
    """What `sweep` removes; raise StoreError where the pointer names too low an edition."""
    folder = root / "editions"
    numbers = {path: path.name.partition(".")[0] for path in folder.iterdir()}
    last = max((int(text) for text in numbers.values() if text.isdigit()), default=0)
    if last > current + 1:
        raise StoreError(
            "The pointer {path} names edition {number}, but there is an edition {last}. "
            "Write the highest number of {folder} into it.",
            path=root / "CURRENT",
            number=current,
            last=last,
            folder=folder,
        )
    found = [path for path, text in numbers.items() if not _kept(path, text, current)]
    return [*found, *root.glob("*.new")]


def _kept(path: Path, text: str, current: int) -> bool:
    """Whether this is the file of an edition that was current, or the record of one."""
    if not text.isdigit() or int(text) > current or path.suffix == ".new":
        return False
    return path.suffix != ".json" or path.with_suffix(".duckdb").exists()


@contextmanager
def told() -> Iterator[None]:
    """Say in plain words that the disk is in the way."""
    try:
        yield
    except (OSError, duckdb.IOException, duckdb.FatalException) as error:
        raise StoreError(
            "The data could not be written: {reason}. Nothing was changed.", reason=error
        ) from error
