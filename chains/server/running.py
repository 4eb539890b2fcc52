"""The server that answers for the app: its limits, and an end that finishes what was begun."""

import ctypes
import gc
import logging
import signal
import sys
import threading
import time
from contextlib import ExitStack, suppress
from types import FrameType
from typing import Any

import uvicorn
from uvicorn.server import HANDLED_SIGNALS

from chains import settings
from chains.errors import StoreError
from chains.server.app import PING_SECONDS, WIDGETS_MB, app
from chains.server.stalled import TURN_SECONDS, Stalled
from chains.store import Store

KB, MB = 1024, 1024 * 1024
HEAD_KB = 64  # a request's line and headers: an organisation's cookies are large
IDLE_SECONDS = 5
BYE_SECONDS = 5  # for answers that are under way
REST_SECONDS = 5  # for what a page does after a publish
AT_ONCE = 0.1
SCRIPTS = "ScriptRunner"  # how Streamlit calls the threads in which pages run

M_ARENA_MAX, ARENAS = -8, 2  # of mallopt(3)

log = logging.getLogger(__name__)


def serve(address: str, port: int) -> None:
    """Answer until Ctrl+C or SIGTERM; then no new work, and a publish that was begun is ended."""
    stalled = Stalled()
    config = uvicorn.Config(
        app(), host=address, port=port, **limits(), callback_notify=stalled.look
    )
    server = stalled.server = uvicorn.Server(config)
    _end_quietly(server)
    log.info("The server starts on port %d", port)
    _share_memory()
    gc.collect()
    gc.freeze()  # what was imported lives as long as the server
    server.run()
    finish()
    log.info("The server has ended")


def _share_memory() -> None:
    """Let threads share glibc's arenas: each of its own would keep what it once needed."""
    if sys.platform == "linux":
        with suppress(AttributeError):  # another C library has no such knob
            ctypes.CDLL(None).mallopt(M_ARENA_MAX, ARENAS)


def limits() -> dict[str, Any]:
    """What the server bears, and whom it believes, as uvicorn's options."""
    proxies = list(settings.names("proxies"))
    return {
        "http": "h11",
        "ws": "websockets-sansio",
        "ws_max_size": WIDGETS_MB * MB,
        "ws_ping_interval": PING_SECONDS,
        "ws_ping_timeout": PING_SECONDS,
        "ws_per_message_deflate": False,
        "h11_max_incomplete_event_size": HEAD_KB * KB,
        "limit_concurrency": int(settings.number("connections")),
        "timeout_keep_alive": IDLE_SECONDS,
        "timeout_graceful_shutdown": min(BYE_SECONDS, int(settings.number("stop_seconds"))),
        "timeout_notify": TURN_SECONDS,
        "proxy_headers": bool(proxies),
        "forwarded_allow_ips": proxies,
        "server_header": False,
        "access_log": False,
        "log_config": None,
        "lifespan": "on",
    }


def finish() -> None:
    """Wait for a publish, at most CHAINS_STOP_SECONDS, and let none begin after it."""
    patience = settings.number("stop_seconds")
    try:
        _be_alone(patience)
    except StoreError:
        log.warning("It did not end in time; the edition that was current stays so")
        return
    ends = time.monotonic() + min(REST_SECONDS, patience)
    for thread in threading.enumerate():
        if thread.name.startswith(SCRIPTS):
            thread.join(max(0.0, ends - time.monotonic()))


_to_the_end = ExitStack()  # the lock of the only writer, let go by the end of the process


def _be_alone(patience: float) -> None:
    """Become the only writer; StoreError where another does not end in time."""
    root = settings.store_folder()
    if not root.exists():
        return
    try:
        _to_the_end.enter_context(Store(root, AT_ONCE).alone())
    except StoreError:
        log.info("A publish is under way; the end waits for it, at most %d s", patience)
        start = time.monotonic()
        _to_the_end.enter_context(Store(root, patience).alone())
        log.info("The publish ended after %.1f s more", time.monotonic() - start)


def _end_quietly(server: uvicorn.Server) -> None:
    """Uvicorn sends itself once more, when it is done, the signal that ended it."""

    def ending(_number: int, _frame: FrameType | None) -> None:
        if not server.started:
            sys.exit(0)

    for number in HANDLED_SIGNALS:
        signal.signal(number, ending)
