"""A state database that was opened: who reads sees one moment, and one writes at a time."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Self

from sqlalchemy import Connection, Engine, exc, make_url

from chains import settings
from chains.errors import StateError
from chains.state import engine as engines
from chains.state import upgrade

BUGS = (
    exc.IntegrityError,
    exc.ProgrammingError,
    exc.DataError,
    exc.InternalError,
    exc.NotSupportedError,
)
_held = threading.local()
_states: dict[str, "State"] = {}
_opening = threading.Lock()


@dataclass(frozen=True, eq=False)
class State:
    """A pool of connections to one state database; every thread of a process shares it."""

    engine: Engine
    readers: Engine
    writers: Engine

    @classmethod
    def open(cls, url: str) -> Self:
        """Connect and bring the schema to this release's version; StateError when that fails."""
        try:
            engine = engines.connect(url)
        except (exc.ArgumentError, exc.NoSuchModuleError, ImportError, OSError) as error:
            raise _unreachable(url, error) from error
        state = cls(engine, engines.readers(engine), engines.writers(engine))
        try:
            state._upgrade()
        except exc.DBAPIError as error:
            state.close()
            raise _unreachable(url, error.orig or error) from error
        except StateError:
            state.close()
            raise
        return state

    def close(self) -> None:
        """Close every connection that is not in use, and those in use when they are given back."""
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one moment; within `writing` of this thread, that transaction."""
        connection = self._own()
        if connection is not None:
            yield connection
            return
        with _answering(), self.readers.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction of the only writer, kept whole or not at all; one inside another joins."""
        outer = self._own()
        if outer is not None:
            with outer.begin_nested():
                yield outer
            return
        with _answering(), self.writers.begin() as connection:
            engines.alone(connection)
            _held.engine, _held.connection = self.engine, connection
            try:
                yield connection
            finally:
                _held.engine = _held.connection = None

    def _own(self) -> Connection | None:
        """The connection with which this thread is writing at this moment."""
        if getattr(_held, "engine", None) is not self.engine:
            return None
        connection: Connection = _held.connection
        return connection

    def _upgrade(self) -> None:
        with _opening:  # alembic keeps what it works on in a module
            with self.readers.connect() as connection:
                if upgrade.version(connection) == upgrade.known()[0]:
                    return
            with self.writers.begin() as connection:
                engines.alone(connection)
                if upgrade.version(connection) != upgrade.known()[0]:
                    upgrade.to_head(connection)


_cache = threading.Lock()


def in_force() -> State:
    """The database of the settings, opened once for the process."""
    url = settings.state_url()
    with _cache:
        if url not in _states:
            for state in _states.values():
                state.close()
            _states.clear()
            _states[url] = State.open(url)
        return _states[url]


@contextmanager
def _answering() -> Iterator[None]:
    """Say in plain words that the database is away, full, locked or damaged; let bugs be bugs."""
    try:
        yield
    except (exc.DBAPIError, exc.TimeoutError) as error:
        if isinstance(error, BUGS) or _misspelt(error):
            raise
        raise StateError(
            "The state database does not answer or cannot write. "
            "Please try again; an administrator finds the reason in the log."
        ) from error


def _misspelt(error: exc.SQLAlchemyError) -> bool:
    """Whether SQLite did not understand the statement, which it calls an operational error."""
    cause = error.orig if isinstance(error, exc.DBAPIError) else None
    return getattr(cause, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR


def _unreachable(url: str, error: BaseException) -> StateError:
    return StateError(
        "The state database {url} cannot be opened: {reason}", url=_shown(url), reason=str(error)
    )


def _shown(url: str) -> str:
    """The URL without its password."""
    try:
        return make_url(url).render_as_string()
    except exc.ArgumentError:
        return url.partition(":")[0] + ":…"
