"""One edition, open for reading."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from chains import queries, schema
from chains.errors import StoreError
from chains.store.candidate import EditionRecord

COLUMNS = ", ".join(one.name for one in fields(EditionRecord))
SPARES = 8  # cursors with every view that wait for the next question


@dataclass(frozen=True)
class Edition:
    """One edition, opened for reading. Number 0 is the empty city, which has tables and no rows."""

    number: int
    path: Path | None
    connection: duckdb.DuckDBPyConnection
    script: str = field(
        default_factory=queries.view_script, repr=False
    )  # what a cursor begins with
    spare: list[duckdb.DuckDBPyConnection] = field(default_factory=list, compare=False, repr=False)

    @contextmanager
    def cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection of one's own for one piece of work, with every view."""
        cursor = self._made()
        try:
            yield cursor
        finally:
            cursor.close()

    def fetch(self, query: queries.Query, **values: Any) -> pd.DataFrame:
        """The answer to a question; parameters that are not given keep their defaults."""
        try:
            cursor = self.spare.pop()  # the views take longer to make than many a question
        except IndexError:
            cursor = self._made()
        try:
            answer = cursor.execute(query.sql, query.values(values)).df()
        except BaseException:
            cursor.close()
            raise
        self._put_back(cursor)
        return answer

    def _made(self) -> duckdb.DuckDBPyConnection:
        cursor = self.connection.cursor()
        try:
            cursor.execute(self.script)
        except BaseException:
            cursor.close()
            raise
        return cursor

    def _put_back(self, cursor: duckdb.DuckDBPyConnection) -> None:
        if len(self.spare) < SPARES:
            self.spare.append(cursor)
        else:
            cursor.close()

    def records(self) -> list[EditionRecord]:
        """Every edition up to this one, oldest first."""
        with self.cursor() as cursor:
            rows = cursor.execute(f"select {COLUMNS} from edition order by edition").fetchall()
        return [EditionRecord(*row) for row in rows]

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()
        while self.spare:
            self.spare.pop().close()


def empty() -> Edition:
    """Edition 0: the city before anything was published."""
    connection = duckdb.connect()
    connection.execute(schema.ddl())
    return Edition(0, None, connection)


def opened(number: int, path: Path) -> Edition:
    """A published edition; raise StoreError if its file is damaged."""
    with refused(number):
        return Edition(number, path, duckdb.connect(path, read_only=True))


@contextmanager
def refused(number: int) -> Iterator[None]:
    """Say in words that an edition's file is damaged."""
    try:
        yield
    except duckdb.Error as error:
        raise StoreError(
            "Edition {number} cannot be read: {reason}", number=number, reason=error
        ) from error
