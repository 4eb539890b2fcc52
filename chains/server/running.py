"""The server that answers for the app: its limits, and an end that finishes what was begun."""

import logging
import signal
import sys
import threading
import time
from types import FrameType
from typing import Any

import uvicorn
from filelock import FileLock, Timeout
from uvicorn.server import HANDLED_SIGNALS

from chains import settings
from chains.server.app import PING_SECONDS, WIDGETS_MB, app
from chains.server.stalled import TURN_SECONDS, Stalled

KB, MB = 1024, 1024 * 1024
HEAD_KB = 64  # a request's line and headers: an organisation's cookies are large
IDLE_SECONDS = 5
BYE_SECONDS = 5  # for answers that are under way
REST_SECONDS = 5  # for what a page does after a publish
SCRIPTS = "ScriptRunner"  # how Streamlit calls the threads in which pages run

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
    server.run()
    finish()
    log.info("The server has ended")


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
    path = settings.store_folder() / "lock"
    if path.exists() and not _alone(FileLock(path), patience):
        log.warning("It did not end; the edition that was current stays so, and nothing is lost")
        return
    ends = time.monotonic() + min(REST_SECONDS, patience)
    for thread in threading.enumerate():
        if thread.name.startswith(SCRIPTS):
            thread.join(max(0.0, ends - time.monotonic()))


_kept: list[FileLock] = []


def _alone(lock: FileLock, patience: float) -> bool:
    """Whether we are the only writer, from here to the end of the process."""
    _kept.append(lock)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        log.info("A publish is under way: the end waits for it, at most %d s", patience)
    else:
        return True
    start = time.monotonic()
    try:
        lock.acquire(timeout=patience)
    except Timeout:
        return False
    log.info("The publish was ended after %.1f s", time.monotonic() - start)
    return True


def _end_quietly(server: uvicorn.Server) -> None:
    """Uvicorn sends itself once more, when it is done, the signal that ended it."""

    def ending(_number: int, _frame: FrameType | None) -> None:
        if not server.started:
            sys.exit(0)

    for number in HANDLED_SIGNALS:
        signal.signal(number, ending)
