"""What happens inside the process of one query: open, lock, run, hand back Arrow. Then it ends."""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import connection, parent_process
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from chains import queries, schema
from chains.errors import QueryRefused
from chains.sandbox.refusal import is_interruption, reason, refusal

SQL_BYTES = 20_000
ANSWER_BYTES = 32_000_000
ANSWER_COLUMNS = 500
BATCH_ROWS = 2_048
NICENESS = 5
LOCK = (
    "enable_progress_bar = false",
    "enable_external_access = false",
    "disabled_filesystems = 'LocalFileSystem'",  # after the views, or nothing could be opened
    "lock_configuration = true",
)


@dataclass(frozen=True)
class Job:
    """One query to run: the edition's file (None: the empty city), its text, values and limits."""

    path: str | None
    sql: str
    values: dict[str, Any]
    rows: int
    memory: int
    threads: int


def prepare() -> None:
    """Make a fresh worker ready before a query comes: quick to kill, gone with its parent, warm."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    with duckdb.connect() as connection:
        connection.execute("select 1 as one").to_arrow_table()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def answer(job: Job) -> tuple[bytes, bool]:
    """The first rows of the answer as Arrow IPC, and whether there were more; or QueryRefused."""
    try:
        with _opened(job) as database, _limited(job.memory):
            table, more = _said_clearly(database, job)
            return _encoded(table), more
    except QueryRefused:
        raise
    except Exception as error:
        raise refusal(error, job.sql, job.memory) from error


def _said_clearly(database: duckdb.DuckDBPyConnection, job: Job) -> tuple[pa.Table, bool]:
    """The first rows; where the cause of a failure was lost between threads, tried once more."""
    try:
        return _first_rows(database, job)
    except OSError as error:
        if not is_interruption(error):
            raise
        return _first_rows(database, job)


def _opened(job: Job) -> duckdb.DuckDBPyConnection:
    """A connection that can read its edition and nothing else, and that stays so."""
    try:
        return _locked(job)
    except duckdb.Error as error:
        why = reason(error)
        raise QueryRefused("The edition cannot be opened: {reason}", reason=why) from error


def _locked(job: Job) -> duckdb.DuckDBPyConnection:
    config: dict[str, Any] = {
        "threads": job.threads,
        "memory_limit": f"{job.memory * 4 // 5}MB",
        "temp_directory": "",
        "errors_as_json": True,
        "python_enable_replacements": False,
        "autoload_known_extensions": False,
        "autoinstall_known_extensions": False,
    }
    database = duckdb.connect(job.path or ":memory:", job.path is not None, config)
    if job.path is None:
        database.execute(schema.ddl())
    database.execute(queries.view_script())
    for setting in LOCK:
        database.execute(f"set {setting}")
    return database


@contextmanager
def _limited(memory: int) -> Iterator[None]:
    """The system's own limits for the length of the block: address space, and no file written."""
    if not sys.platform.startswith("linux"):
        yield
        return
    import resource

    limits = {resource.RLIMIT_AS: _mapped() + memory * 1_000_000, resource.RLIMIT_FSIZE: 0}
    before = {kind: resource.getrlimit(kind) for kind in limits}
    for kind, value in limits.items():
        resource.setrlimit(kind, (value, before[kind][1]))
    try:
        yield
    finally:
        for kind, pair in before.items():
            resource.setrlimit(kind, pair)


def _mapped() -> int:
    """Bytes of address space in use; Linux only."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def _checked(database: duckdb.DuckDBPyConnection, sql: str) -> duckdb.Statement:
    """The one statement of the text, which must be a SELECT or an EXPLAIN."""
    if len(sql.encode()) > SQL_BYTES:
        raise QueryRefused("The query is longer than {limit} bytes.", limit=SQL_BYTES)
    found = database.extract_statements(sql)
    if not found:
        raise QueryRefused("There is no query. Write a SELECT.")
    if len(found) > 1 and not _is_pivot(found):
        raise QueryRefused("There is more than one statement. Run one at a time.")
    kind = found[-1].type
    if kind not in (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN):
        raise QueryRefused(
            "Only SELECT and EXPLAIN are run here, not {kind}.", kind=kind.name.replace("_", " ")
        )
    return found[-1]


def _is_pivot(found: list[duckdb.Statement]) -> bool:
    """DuckDB rewrites one PIVOT as two statements, which then have no text of their own."""
    return len(found) == 2 and not any(one.query for one in found)


def _first_rows(database: duckdb.DuckDBPyConnection, job: Job) -> tuple[pa.Table, bool]:
    """At most `rows` rows, and whether there is one more; the rest is never computed."""
    names = _checked(database, job.sql).named_parameters
    result = database.execute(job.sql, {name: job.values.get(name) for name in names})
    _check_width(len(result.description or ()))
    reader = result.to_arrow_reader(min(job.rows + 1, BATCH_ROWS))
    batches: list[pa.RecordBatch] = []
    while sum(batch.num_rows for batch in batches) <= job.rows:
        try:
            batches.append(reader.read_next_batch())
        except StopIteration:
            break
        _check_size(sum(batch.nbytes for batch in batches))
    table = pa.Table.from_batches(batches, reader.schema)
    return table.slice(0, job.rows), table.num_rows > job.rows


def _check_width(columns: int) -> None:
    if columns > ANSWER_COLUMNS:
        raise QueryRefused(
            "The answer has {columns} columns; {limit} are the most. Name those you need.",
            columns=columns,
            limit=ANSWER_COLUMNS,
        )


def _check_size(size: int) -> None:
    if size > ANSWER_BYTES:
        raise QueryRefused(
            "The answer is larger than {limit} MB. Choose fewer columns or rows.",
            limit=ANSWER_BYTES // 1_000_000,
        )


def _encoded(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    data: bytes = sink.getvalue().to_pybytes()
    return data
