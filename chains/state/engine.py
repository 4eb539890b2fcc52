"""How to connect: SQLite with a log written ahead and synced at each commit, or PostgreSQL."""

import os
import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text

from chains.errors import StateError

WAIT = 30  # seconds that a writer waits for the one before it
POOL: dict[str, Any] = {
    "pool_size": 8,
    "max_overflow": 32,
    "pool_timeout": WAIT,
    "hide_parameters": True,  # an error's text goes into the log, names and hashes do not
}
WRITER = 7_305_094_312  # PostgreSQL's advisory lock of whoever writes


def connect(address: str) -> Engine:
    """The engine of a URL; nothing but the file of an SQLite database is made yet."""
    url = make_url(address)
    if url.get_backend_name() == "postgres":
        url = url.set(drivername="postgresql")
    makers = {"sqlite": _sqlite, "postgresql": _postgresql}
    if url.get_backend_name() not in makers:
        raise StateError(
            "A state database is sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME, "
            "not {url}.",
            url=url.render_as_string(),
        )
    return makers[url.get_backend_name()](url)


def readers(engine: Engine) -> Engine:
    """The engine of those who read: every statement of a transaction sees the same moment."""
    if engine.dialect.name == "sqlite":
        return engine
    return engine.execution_options(isolation_level="REPEATABLE READ")


def writers(engine: Engine) -> Engine:
    """The engine of those who write; on SQLite the transaction begins as the only writer's."""
    return engine.execution_options(begin="begin immediate")


def alone(connection: Connection) -> None:
    """Wait until nobody else writes; SQLite did so when the transaction began."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"set local lock_timeout = '{WAIT}s'"))
        connection.execute(text(f"select pg_advisory_xact_lock({WRITER})"))


def _postgresql(url: URL) -> Engine:
    waiting = {} if "connect_timeout" in url.query else {"connect_timeout": 10}
    level = "READ COMMITTED"
    return create_engine(
        url, isolation_level=level, pool_pre_ping=True, connect_args=waiting, **POOL
    )


def _sqlite(url: URL) -> Engine:
    if url.database in {None, "", ":memory:"}:
        raise StateError("A state database in memory would be lost; name a file: sqlite:///FILE.")
    _make(Path(str(url.database)))
    engine = create_engine(url, connect_args={"timeout": WAIT}, **POOL)
    event.listen(engine, "connect", _settle)
    event.listen(engine, "begin", _begin)
    return engine


def _make(file: Path) -> None:
    """Make the file for its owner's eyes only, before SQLite would make it for everybody's."""
    if file.exists():
        return
    file.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
    if os.name == "posix":
        folder = os.open(file.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)


def _settle(connection: sqlite3.Connection, _: Any) -> None:
    connection.isolation_level = None  # the driver begins nothing by itself
    _write_ahead(connection)
    connection.execute("pragma synchronous = full")
    connection.execute("pragma fullfsync = on")
    connection.execute("pragma foreign_keys = on")


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Turn the log on; SQLite does not wait for others who do the same at this moment."""
    deadline = time.monotonic() + WAIT
    while True:
        try:
            connection.execute("pragma journal_mode = wal")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "begin"))
