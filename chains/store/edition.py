"""One edition, open for reading."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from chains import queries, schema
from chains.errors import StoreError
from chains.store.candidate import EditionRecord

COLUMNS = ", ".join(field.name for field in fields(EditionRecord))


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
            rows = cursor.execute(f"select {COLUMNS} from edition order by edition").fetchall()
        return [EditionRecord(*row) for row in rows]

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()


def empty() -> Edition:
    """Edition 0: the city before anything was published."""
    connection = duckdb.connect()
    connection.execute(schema.ddl())
    return Edition(0, None, connection)


def opened(number: int, path: Path) -> Edition:
    """A published edition; raise StoreError if its file is damaged."""
    try:
        return Edition(number, path, duckdb.connect(path, read_only=True))
    except duckdb.Error as error:
        raise StoreError(
            "Edition {number} cannot be read: {reason}", number=number, reason=error
        ) from error
