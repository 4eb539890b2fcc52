"""A workbook written in a process of its own, with a deadline and a memory limit."""

import multiprocessing
import os
import sys
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chains.errors import FileRefused

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerContext, SpawnContext

SECONDS = 120.0
MEMORY = 1_500_000_000
START_SECONDS = 30.0
WAIT_SECONDS = 240.0
ONE_AT_A_TIME = threading.BoundedSemaphore(1)

Work = Callable[..., bytes]


def made(work: Work, *given: Any) -> bytes:
    """What the work gives for these values; FileRefused where it fails, or takes too much."""
    if not ONE_AT_A_TIME.acquire(timeout=WAIT_SECONDS):
        raise FileRefused("Other workbooks are being written. Try again in a minute.")
    try:
        return _done(work, given)
    finally:
        ONE_AT_A_TIME.release()


def _done(work: Work, given: tuple[Any, ...]) -> bytes:
    context = _context()
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_child, args=(sender, work, given), daemon=True)
    process.start()
    sender.close()
    try:
        return _answer(receiver)
    finally:
        receiver.close()
        process.kill()
        process.join()
        process.close()


def _answer(receiver: Connection) -> bytes:
    try:
        if not (receiver.poll(START_SECONDS) and receiver.recv() and receiver.poll(SECONDS)):
            raise _refused("TimeoutError")
        reason: str = receiver.recv()
        if reason:
            raise _refused(reason)
        return receiver.recv_bytes()
    except (EOFError, ConnectionResetError) as error:
        raise _refused("EOFError") from error


def _refused(reason: str) -> FileRefused:
    return FileRefused("The workbook could not be written: {reason}.", reason=reason)


def _child(sender: Connection, work: Work, given: tuple[Any, ...]) -> None:
    """Send a word when ready, then what went wrong or nothing, then the bytes."""
    sender.send("ready")
    try:
        _limit()
        data = work(*given)
    except Exception as error:  # noqa: BLE001  a stranger's workbook breaks openpyxl in any way
        sender.send(type(error).__name__)
        return
    sender.send("")
    sender.send_bytes(data)


def _limit() -> None:
    """The system's own limit of address space, where there is one."""
    if sys.platform.startswith("linux"):
        import resource

        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
        most = int(pages) * os.sysconf("SC_PAGE_SIZE") + MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))


def _context() -> "ForkServerContext | SpawnContext":
    """Where there is a fork server, that of the queries' processes; else fresh processes."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    # One fork server serves the whole program, so whoever starts it first names its imports.
    context.set_forkserver_preload(["chains.sandbox.preload"])
    return context
