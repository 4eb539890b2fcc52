"""The store as immutable DuckDB files `editions/000042.duckdb` and a pointer `CURRENT`."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from chains.errors import StoreError, UsageError
from chains.store import candidate, durable, migration, record, retention, verification, writing
from chains.store.candidate import Change, EditionRecord, Plan
from chains.store.edition import Edition, empty, opened
from chains.store.finding import Finding
from chains.store.verification import Progress

LOCK_SECONDS = 60.0


class Store:
    """A folder of editions. Any number of processes read it; one at a time publishes.

    A writer waits `lock_seconds` for another to finish.
    """

    def __init__(self, root: Path, lock_seconds: float = LOCK_SECONDS) -> None:
        self.root = root
        self.folder = root / "editions"
        self.files = root / "files"
        self.pending = root / "pending"
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
        """Open an edition for reading, the current one unless told; the caller closes it.

        Raise StoreError where another release made it and its tables are not those of this one.
        """
        current = self.current()
        chosen = current if number is None else number
        if chosen == 0:
            return empty()
        edition = opened(chosen, self._existing(chosen))
        try:
            migration.refuse(chosen, migration.gap(edition.connection), current=chosen == current)
        except BaseException:
            edition.close()
            raise
        return edition

    @contextmanager
    def reading(self, number: int | None = None) -> Iterator[Edition]:
        """An edition for the length of the block."""
        edition = self.open(number)
        try:
            yield edition
        finally:
            edition.close()

    def records(self) -> list[EditionRecord]:
        """Every edition that was ever current, oldest first; some may have no file any more."""
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
        with self.alone():
            return self._publish(change, self._entry(by, kind, message, demonstration), base)

    def restore(self, number: int, *, by: str, message: str = "") -> int:
        """Publish the content of an older edition again; the history keeps everything between."""
        self._existing(number)
        return self.publish(_nothing, by=by, kind="恢复", message=message, base=number)

    def upgrade(self, by: str) -> int | None:
        """Publish the current edition with the tables and columns that this release adds.

        Returns its number, or None where nothing is missing.
        """
        if not self.lacking():
            return None
        with self.alone():
            lacking = self.lacking()  # another process may have upgraded it meanwhile
            entry = self._entry(by, "升级", ", ".join(lacking))
            return self._publish(_nothing, entry) if lacking else None

    def lacking(self) -> tuple[str, ...]:
        """The tables and columns that this release needs and the current edition lacks."""
        current = self.current()
        return self._known(current).missing if current else ()

    def verify(self, progress: Progress | None = None) -> list[Finding]:
        """What is wrong with the files of the store; nothing is changed."""
        return verification.verify(self, progress)

    def keep(self, data: bytes) -> str:
        """Keep a submitted file as it came; return its SHA-256, which is its name in `files/`."""
        digest = hashlib.sha256(data).hexdigest()
        with writing.told():
            durable.folder(self.files)
            if not (self.files / digest).exists():
                durable.write(self.files / digest, data)
        return digest

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Be the only writer, of a folder without what a dead one left."""
        with writing.alone(self.root / "lock", self._lock_seconds):
            durable.folder(self.folder)
            writing.sweep(self.root, self.current())
            yield

    def _entry(
        self,
        by: str,
        kind: str,
        message: str,
        demonstration: bool | None = None,  # noqa: FBT001 - a field as it stands in the ledger
    ) -> EditionRecord:
        """What the next edition will say of itself."""
        parent, now = self.current(), datetime.now().replace(microsecond=0)
        return EditionRecord(
            parent + 1, parent or None, now, by, kind, message or None, demonstration
        )

    def _publish(self, change: Change, entry: EditionRecord, base: int | None = None) -> int:
        """Make the edition that the entry speaks of; for the only writer."""
        parent = entry.edition - 1
        origin = parent if base is None else base
        ledger = self._readable(parent) if origin != parent else None
        start = self._readable(origin) if origin else None
        with writing.draft(self.folder) as draft:
            made = candidate.make(draft, Plan(start, origin, ledger, change, entry))
            self._put(draft, record.measure(draft, entry.edition, entry.made_at, made.rows))
        retention.apply(self.root, made.editions, entry.edition)
        return entry.edition

    def _put(self, draft: Path, measured: record.FileRecord) -> None:
        """Make a finished candidate the current edition; the pointer moves last."""
        path = self.path(measured.edition)
        durable.move(draft, path)
        record.write(path, measured)
        durable.write(self._pointer, str(measured.edition).encode("ascii"))

    def _existing(self, number: int) -> Path:
        """The file of an edition that was published; raise UsageError if there is none."""
        path = self.path(number)
        if not 0 < number <= self.current() or not path.exists():
            retention.refuse_removed(self.root, number)
            raise UsageError("There is no edition {number}.", number=number)
        return path

    def _readable(self, number: int) -> Path:
        """The file of an edition that opens, whose tables this release knows."""
        self._known(number)
        return self.path(number)

    def _known(self, number: int) -> migration.Gap:
        """What an edition lacks; raise StoreError where a newer release made it."""
        edition = opened(number, self._existing(number))
        try:
            found = migration.gap(edition.connection)
        finally:
            edition.close()
        migration.refuse_newer(number, found)
        return found


def _nothing(connection: object) -> None:
    """Change nothing."""
