"""An installed Chromium, and a dashboard in a process of its own: what tests and pictures share."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from chains.settings import HOME
from chains.store import Store

NAMES = ("google-chrome", "google-chrome-stable", "chromium", "chromium-browser", "chrome")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
)
FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
START_SECONDS = 60


@dataclass(frozen=True)
class Server:
    """A running dashboard: where it answers, what it shows, what it wrote to its log."""

    url: str
    store: Store
    log_file: Path

    def log(self) -> str:
        """Everything the server has said so far."""
        return self.log_file.read_text(encoding="utf-8", errors="replace")


@dataclass
class Traffic:
    """What a page asked of other machines (all of it refused), and the errors of its console."""

    strangers: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def executable() -> str:
    """Where Chrome or Chromium is installed."""
    found = [path for name in NAMES if (path := shutil.which(name))]
    found += [place for place in PLACES if Path(place).exists()]
    if not found:
        raise RuntimeError("The browser tests need Google Chrome or Chromium.")
    return found[0]


def is_here(url: str) -> bool:
    """Whether an address stays on this machine."""
    parts = urlsplit(url)
    return parts.scheme in {"data", "blob", "about"} or parts.hostname in {"127.0.0.1", "localhost"}


def flags() -> list[str]:
    """How Chromium is started: quiet, and able to run as root."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    return [*FLAGS, "--no-sandbox"] if root else FLAGS  # Chromium's sandbox refuses root


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(process: subprocess.Popen[bytes], server: Server) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{server.url}/healthz", timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"The dashboard did not start:\n{server.log()}")


def _command(port: int) -> list[str]:
    return [sys.executable, "-m", "chains", "serve", "--port", str(port)]


@contextmanager
def serving(store: Store, folder: Path) -> Iterator[Server]:
    """A dashboard on a store, with its log in a folder; it ends with the block."""
    port = _free_port()
    server = Server(f"http://127.0.0.1:{port}", store, folder / "server.log")
    environment = os.environ | {"CHAINS_STORE": str(store.root), "PYTHONUNBUFFERED": "1"}
    with server.log_file.open("wb") as log:
        process = subprocess.Popen(
            _command(port), cwd=HOME, env=environment, stdout=log, stderr=subprocess.STDOUT
        )
    try:
        _wait(process, server)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
