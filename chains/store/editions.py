"""The store as immutable DuckDB files `editions/000042.duckdb` and a pointer `CURRENT`."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import duckdb
from filelock import FileLock, Timeout

from chains.errors import StoreError, UsageError
from chains.store import candidate, durable
from chains.store.candidate import Change, EditionRecord, Plan
from chains.store.edition import Edition, empty, opened

LOCK_SECONDS = 60.0


class Store:
    """A folder of editions. Any number of processes read it; one at a time publishes.

    A writer waits `lock_seconds` for another to finish.
    """

    def __init__(self, root: Path, lock_seconds: float = LOCK_SECONDS) -> None:
        self.root = root
        self.folder = root / "editions"
        self.files = root / "files"
        self._pointer = root / "CURRENT"
        self._lock_seconds = lock_seconds

    def current(self) -> int:
        """The number of the current edition; 0 while nothing was published."""
        try:
            text = self._pointer.read_bytes()
        except FileNotFoundError:
            return 0
        if not text.strip().isdigit():
            raise StoreError(
                "The pointer {path} is damaged. Write the highest number of {folder} into it.",
                path=self._pointer,
                folder=self.folder,
            )
        return int(text)

    def path(self, number: int) -> Path:
        """Where the edition of that number stands."""
        return self.folder / f"{number:06d}.duckdb"

    def open(self, number: int | None = None) -> Edition:
        """Open an edition for reading, the current one unless told; the caller closes it."""
        chosen = self.current() if number is None else number
        return opened(chosen, self._existing(chosen)) if chosen else empty()

    @contextmanager
    def reading(self, number: int | None = None) -> Iterator[Edition]:
        """An edition for the length of the block."""
        edition = self.open(number)
        try:
            yield edition
        finally:
            edition.close()

    def records(self) -> list[EditionRecord]:
        """Every edition that was ever current, oldest first."""
        with self.reading() as edition:
            return edition.records()

    def publish(
        self,
        change: Change,
        *,
        by: str,
        kind: str,
        message: str = "",
        base: int | None = None,
        demonstration: bool | None = None,
    ) -> int:
        """Make the next edition: a copy of `base` (the current one), changed in one transaction.

        Returns its number. Whatever goes wrong, the current edition stays as it was.
        """
        with self._writing() as draft:
            parent = self.current()
            origin = parent if base is None else base
            now = datetime.now().replace(microsecond=0)
            number = parent + 1
            record = EditionRecord(
                number, parent or None, now, by, kind, message or None, demonstration
            )
            ledger = self._readable(parent) if origin != parent else None
            start = self._readable(origin) if origin else None
            candidate.make(draft, Plan(start, origin, ledger, change, record))
            durable.move(draft, self.path(number))
            durable.write(self._pointer, str(number).encode("ascii"))
            return number

    def restore(self, number: int, *, by: str, message: str = "") -> int:
        """Publish the content of an older edition again; the history keeps everything between."""
        self._existing(number)
        return self.publish(_nothing, by=by, kind="恢复", message=message, base=number)

    def keep(self, data: bytes) -> str:
        """Keep a submitted file as it came; return its SHA-256, which is its name in `files/`."""
        digest = hashlib.sha256(data).hexdigest()
        with _told():
            self.files.mkdir(parents=True, exist_ok=True)
            if not (self.files / digest).exists():
                durable.write(self.files / digest, data)
        return digest

    def _existing(self, number: int) -> Path:
        """The file of an edition that was published; raise UsageError if there is none."""
        path = self.path(number)
        if not 0 < number <= self.current() or not path.exists():
            raise UsageError("There is no edition {number}.", number=number)
        return path

    def _readable(self, number: int) -> Path:
        """The file of an edition that opens; raise StoreError if it is damaged."""
        path = self._existing(number)
        opened(number, path).close()
        return path

    @contextmanager
    def _writing(self) -> Iterator[Path]:
        """Be the only writer, with a file name for a candidate of which nothing stays behind."""
        with _told():
            self.folder.mkdir(parents=True, exist_ok=True)
            with FileLock(self.root / "lock", timeout=self._lock_seconds):
                self._sweep()
                # a name of its own: DuckDB would hand out an instance still open on the same path
                draft = self.folder / f"candidate-{uuid4().hex}.duckdb"
                try:
                    yield draft
                except BaseException:
                    _discard(draft)
                    raise

    def _sweep(self) -> None:
        """Remove what a dead writer left: a candidate, or an edition that never was current."""
        current = self.current()
        numbers = {path: path.name.partition(".")[0] for path in self.folder.iterdir()}
        last = max((int(text) for text in numbers.values() if text.isdigit()), default=0)
        if last > current + 1:
            raise StoreError(
                "The pointer {path} names edition {number}, but there is an edition {last}. "
                "Write the highest number of {folder} into it.",
                path=self._pointer,
                number=current,
                last=last,
                folder=self.folder,
            )
        for path, text in numbers.items():
            if not text.isdigit() or int(text) > current:
                durable.remove(path)
        for path in self.root.glob("CURRENT.*.new"):
            durable.remove(path)


@contextmanager
def _told() -> Iterator[None]:
    """Say in plain words that another writer, or the disk, is in the way."""
    try:
        yield
    except Timeout as error:
        raise StoreError(
            "Another update is being published. Nothing was changed; try again in a minute."
        ) from error
    except (OSError, duckdb.IOException, duckdb.FatalException) as error:
        raise StoreError(
            "The data could not be written: {reason}. Nothing was changed.", reason=error
        ) from error


def _discard(draft: Path) -> None:
    for path in draft.parent.glob(f"{draft.name}*"):
        durable.remove(path)


def _nothing(connection: duckdb.DuckDBPyConnection) -> None:
    """Change nothing."""
