"""The processes that wait for a query: started ahead, used once, killed at the deadline."""

import atexit
import multiprocessing
import os
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, cached_property
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from pebble import CONSTS, ProcessExpired, ProcessPool

from chains import settings
from chains.errors import N_, QueryRefused
from chains.sandbox import child, frames

if TYPE_CHECKING:
    import pandas as pd

SPARE_WORKERS = 2
WAIT_SECONDS = 60
GRACE_SECONDS = 5
MOST_THREADS = 4
NOT_STARTED = N_("The processes for queries could not be started.")

CONSTS.term_timeout = 0.01  # pebble would wait 3 s between asking a worker to end and killing it


@dataclass(frozen=True)
class Answer:
    """The first rows of an answer, whether there were more, and the seconds that it took."""

    table: pa.Table
    more: bool
    seconds: float

    @cached_property
    def frame(self) -> "pd.DataFrame":
        """The rows as pandas holds them."""
        frame: pd.DataFrame = self.table.to_pandas()
        return frame


def run(
    path: Path | None,
    sql: str,
    *,
    values: Mapping[str, Any] | None = None,
    rows: int | None = None,
    seconds: float | None = None,
) -> Answer:
    """Answer a stranger's SQL over the edition at `path` (None: the empty city), or QueryRefused.

    Values are bound by name; one that is not given is null, one that is not used is passed over.
    """
    start = time.monotonic()
    job = child.Job(
        path=None if path is None else str(path),
        sql=sql,
        values=dict(values or {}),
        rows=int(settings.number("query_rows")) if rows is None else rows,
        memory=int(settings.number("query_memory_mb")),
        threads=min(os.cpu_count() or 1, MOST_THREADS),
    )
    deadline = settings.number("query_seconds") if seconds is None else seconds
    with _place():
        data, more = _answered(job, deadline)
    with pa.ipc.open_stream(data) as reader:
        return Answer(frames.plain(reader.read_all()), more, time.monotonic() - start)


def warm() -> None:
    """Start the workers, so that the first query does not wait for them."""
    _WORKERS.pool()


def _answered(job: child.Job, seconds: float) -> tuple[bytes, bool]:
    """What a worker gives; the loss of an idle worker ends pebble's pool, so then a second one."""
    for _ in range(2):
        pool = _WORKERS.pool()
        try:
            return _tried(pool, job, seconds)
        except RuntimeError:
            _WORKERS.drop(pool)
    raise QueryRefused(NOT_STARTED)


def _tried(pool: ProcessPool, job: child.Job, seconds: float) -> tuple[bytes, bool]:
    future = pool.schedule(child.answer, args=(job,), timeout=seconds)
    try:
        return future.result(seconds + GRACE_SECONDS)
    except TimeoutError as error:
        if not future.done():
            _WORKERS.drop(pool)
        raise QueryRefused(
            "The query was stopped after {seconds:g} s. Add a where or a limit.", seconds=seconds
        ) from error
    except ProcessExpired as error:
        raise QueryRefused(
            "The query brought its own process down; nothing else was touched. "
            "It probably needed more than {memory} MB of memory.",
            memory=job.memory,
        ) from error


class _Workers:
    """The pool in use: made when first asked for, replaced when broken, ended with the program."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pool: ProcessPool | None = None

    def pool(self) -> ProcessPool:
        """A pool that takes queries."""
        with self._lock:
            if self._pool is not None and not self._pool.active:
                self._let_go()
            if self._pool is None:
                self._pool = _started()
            return self._pool

    def drop(self, pool: ProcessPool) -> None:
        """Use a broken pool no more."""
        with self._lock:
            if self._pool is pool:
                self._let_go()

    def _let_go(self) -> None:
        """Ending a broken pool may take long, so nobody waits for that."""
        threading.Thread(target=_ended, args=(self._pool,), daemon=True).start()
        self._pool = None

    def close(self) -> None:
        """End every worker."""
        with self._lock:
            if self._pool is not None:
                _ended(self._pool)
                self._pool = None


def _started() -> ProcessPool:
    pool = ProcessPool(
        max_workers=int(settings.number("query_workers")) + SPARE_WORKERS,
        max_tasks=1,
        initializer=child.prepare,
        context=_context(),
    )
    if not pool.active:  # asking is what makes pebble start the workers
        raise QueryRefused(NOT_STARTED)
    return pool


def _ended(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]  # pebble gives it no types
    pool.join()


def _context() -> BaseContext:
    """Where there is a fork server, one that has everything imported; else fresh processes."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["chains.sandbox.preload"])
    return context


@cache
def _places() -> threading.BoundedSemaphore:
    return threading.BoundedSemaphore(int(settings.number("query_workers")))


@contextmanager
def _place() -> Iterator[None]:
    """One of the places for queries that run at the same time; so no deadline runs in a queue."""
    if not _places().acquire(timeout=WAIT_SECONDS):
        raise QueryRefused("Other queries are running in every place. Try again in a minute.")
    try:
        yield
    finally:
        _places().release()


_WORKERS = _Workers()
atexit.register(_WORKERS.close)
