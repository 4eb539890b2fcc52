"""A workbook read in a process of its own, with a deadline and a memory limit. Values only."""

import multiprocessing
import threading
from collections.abc import Mapping
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

import pyarrow as pa

from chains.errors import FileRefused
from chains.intake import archive, spreadsheet
from chains.intake.decode import MEGABYTE
from chains.intake.spreadsheet import Found, Job
from chains.schema import Dataset

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerContext, SpawnContext

OLE = b"\xd0\xcf\x11\xe0"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
SECONDS = 5.0
SECONDS_A_MEGABYTE = 1.5
START_SECONDS = 30.0
AT_ONCE = threading.BoundedSemaphore(2)
WAIT_SECONDS = 60


def is_one(data: bytes) -> bool:
    """Whether the bytes are a workbook's, be it a damaged one."""
    return data.startswith((archive.MARK, OLE))


def read(
    data: bytes, dataset: Dataset, sheet: str | None, columns: Mapping[str, str] | None
) -> Found:
    """The sheet named, else the one whose header names most fields; FileRefused otherwise."""
    kind = archive.kind(data) if data.startswith(archive.MARK) else "xls"
    if kind == "xls" and ENCRYPTED in data:
        raise FileRefused(
            "The workbook is locked with a password. Take the password away and upload it again."
        )
    if not AT_ONCE.acquire(timeout=WAIT_SECONDS):
        raise FileRefused("Other workbooks are being read. Try again in a minute.")
    try:
        return _apart(Job(data, kind, dataset, sheet, dict(columns or {})))
    finally:
        AT_ONCE.release()


def _apart(job: Job) -> Found:
    """What the process says of the workbook, or why it said nothing."""
    context = _context()
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=spreadsheet.work, args=(sender, job), daemon=True)
    process.start()
    sender.close()
    try:
        return _answer(receiver, max(SECONDS, len(job.data) / MEGABYTE * SECONDS_A_MEGABYTE))
    finally:
        receiver.close()
        process.kill()
        process.join()
        process.close()


def _answer(receiver: Connection, seconds: float) -> Found:
    try:
        if not (receiver.poll(START_SECONDS) and receiver.recv() and receiver.poll(seconds)):
            raise FileRefused(
                "The workbook was not read within {seconds:g} s. Save the one sheet that is needed "
                "as “CSV UTF-8” and upload that.",
                seconds=round(seconds),
            )
        found = receiver.recv()
        if isinstance(found, FileRefused):
            raise found
        kind, name, names, merged = found
        return Found(kind, name, names, merged, _table(receiver.recv_bytes()))
    except (EOFError, ConnectionResetError) as error:
        raise FileRefused(
            "The workbook is damaged, or needs more than 1 GB of memory. Open it, copy what is "
            "needed to a new workbook and upload that."
        ) from error


def _table(data: bytes) -> pa.Table:
    with pa.ipc.open_stream(data) as reader:
        return reader.read_all()


def _context() -> "ForkServerContext | SpawnContext":
    """Where there is a fork server, that of the queries' processes; else fresh processes."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    # One fork server serves the whole program, so whoever starts it first names its imports.
    context.set_forkserver_preload(["chains.sandbox.preload"])
    return context
