"""The store as immutable DuckDB files `editions/000042.duckdb` and a pointer `CURRENT`."""

import hashlib
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
from filelock import FileLock, Timeout

from chains import queries, schema
from chains.errors import StoreError, UsageError
from chains.store import durable

LOCK_SECONDS = 60
LEDGERS = ("edition", "submission")

Change = Callable[[duckdb.DuckDBPyConnection], None]


@dataclass(frozen=True)
class EditionRecord:
    """How an edition came to be."""

    edition: int
    parent: int | None
    made_at: datetime
    made_by: str
    kind: str
    message: str | None
    demonstration: bool


@dataclass(frozen=True)
class Edition:
    """One edition, opened for reading. Number 0 is the empty city, which has tables and no rows."""

    number: int
    path: Path | None
    connection: duckdb.DuckDBPyConnection

    @contextmanager
    def cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection of one's own for one piece of work, with every view."""
        cursor = self.connection.cursor()
        try:
            cursor.execute(queries.view_script())
            yield cursor
        finally:
            cursor.close()

    def fetch(self, query: queries.Query, **values: Any) -> pd.DataFrame:
        """The answer to a question; parameters that are not given keep their defaults."""
        with self.cursor() as cursor:
            return cursor.execute(query.sql, query.values(values)).df()

    def records(self) -> list[EditionRecord]:
        """Every edition up to this one, oldest first."""
        with self.cursor() as cursor:
            rows = cursor.execute("select * from edition order by edition").fetchall()
        return [EditionRecord(*row) for row in rows]

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()


class Store:
    """A folder of editions. Any number of processes read it; one at a time publishes."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / "editions"
        self.files = root / "files"
        self._pointer = root / "CURRENT"

    def current(self) -> int:
        """The number of the current edition; 0 while nothing was published."""
        try:
            return int(self._pointer.read_text(encoding="ascii"))
        except FileNotFoundError:
            return 0
        except ValueError as error:
            raise StoreError(
                "The pointer {path} is damaged. Write the number of the edition to show into it.",
                path=self._pointer,
            ) from error

    def path(self, number: int) -> Path:
        """Where the edition of that number stands."""
        return self.folder / f"{number:06d}.duckdb"

    def open(self, number: int | None = None) -> Edition:
        """Open an edition for reading, the current one unless told; the caller closes it."""
        chosen = self.current() if number is None else number
        if chosen == 0:
            connection = duckdb.connect()
            connection.execute(schema.ddl())
            return Edition(0, None, connection)
        path = self.path(chosen)
        if not 0 < chosen <= self.current() or not path.exists():
            raise UsageError("There is no edition {number}.", number=chosen)
        return Edition(chosen, path, duckdb.connect(path, read_only=True))

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
        with self._writing():
            parent = self.current()
            number = parent + 1
            candidate = self.folder / "candidate.duckdb"
            self._start(candidate, parent if base is None else base)
            row = (number, parent or None, _now(), by, kind, message or None)
            history = self.path(parent) if base not in (None, parent) else None
            _apply(candidate, change, row, demonstration, history)
            durable.move(candidate, self.path(number))
            durable.write(self._pointer, str(number).encode("ascii"))
            return number

    def restore(self, number: int, *, by: str, message: str = "") -> int:
        """Publish the content of an older edition again; the history keeps everything between."""
        if not 0 < number <= self.current() or not self.path(number).exists():
            raise UsageError("There is no edition {number}.", number=number)
        return self.publish(_nothing, by=by, kind="恢复", message=message, base=number)

    def keep(self, data: bytes) -> str:
        """Keep a submitted file as it came; return its SHA-256, which is its name in `files/`."""
        digest = hashlib.sha256(data).hexdigest()
        self.files.mkdir(parents=True, exist_ok=True)
        if not (self.files / digest).exists():
            durable.write(self.files / digest, data)
        return digest

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Be the only writer; say in plain words why if that, or the disk, fails."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with FileLock(self.root / "lock", timeout=LOCK_SECONDS):
                self._sweep()
                yield
        except Timeout as error:
            raise StoreError(
                "Another update is being published. Nothing was changed; try again in a minute."
            ) from error
        except (OSError, duckdb.IOException) as error:
            raise StoreError(
                "The data could not be written: {reason}. Nothing was changed.", reason=error
            ) from error

    def _sweep(self) -> None:
        """Remove what a writer that died left: a candidate, or an edition that never was current."""
        current = self.current()
        for path in self.folder.iterdir():
            number = path.name.partition(".")[0]
            if not number.isdigit() or int(number) > current:
                path.unlink()

    def _start(self, candidate: Path, base: int) -> None:
        if base:
            shutil.copyfile(self.path(base), candidate)


def _nothing(connection: duckdb.DuckDBPyConnection) -> None:
    """Change nothing."""


def _now() -> datetime:
    return datetime.now().replace(microsecond=0)


def _apply(
    candidate: Path,
    change: Change,
    row: tuple[Any, ...],
    demonstration: bool | None,
    history: Path | None,
) -> None:
    """Run the change on the candidate in one transaction and leave one whole file behind."""
    connection = duckdb.connect(candidate)
    try:
        if history is not None:
            connection.execute(f"attach '{_quoted(history)}' as latest (read_only)")
        connection.execute("begin")
        connection.execute(schema.ddl())
        if history is not None:
            _take_ledgers(connection)
        inherited = connection.execute(
            "select coalesce(arg_max(demonstration, edition), false) from edition"
        ).fetchall()[0][0]
        flag = inherited if demonstration is None else demonstration
        connection.execute("insert into edition values (?, ?, ?, ?, ?, ?, ?)", [*row, flag])
        change(connection)
        connection.execute("commit")
        if history is not None:
            connection.execute("detach latest")
        connection.execute("checkpoint")
    finally:
        connection.close()


def _take_ledgers(connection: duckdb.DuckDBPyConnection) -> None:
    """Carry the history of the current edition over an older content."""
    for table in LEDGERS:
        connection.execute(f"delete from {table}")
        connection.execute(f"insert into {table} by name select * from latest.{table}")


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
