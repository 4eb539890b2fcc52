"""A real Chromium, and a dashboard of the test's own to look at; nothing leaves the machine."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder as a browser test."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)


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


def _executable() -> str:
    found = [path for name in NAMES if (path := shutil.which(name))]
    found += [place for place in PLACES if Path(place).exists()]
    if not found:
        pytest.fail("The browser tests need Google Chrome or Chromium.")
    return found[0]


def _is_here(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in {"data", "blob", "about"} or parts.hostname in {"127.0.0.1", "localhost"}


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """An installed Chrome or Chromium without a window."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    flags = [*FLAGS, "--no-sandbox"] if root else FLAGS  # Chromium's sandbox refuses root
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_executable(), args=flags)
        yield browser
        browser.close()


@pytest.fixture
def traffic() -> Traffic:
    """What the test's page asked for elsewhere, and what its console complained of."""
    return Traffic()


@pytest.fixture
def page(chromium: Browser, traffic: Traffic) -> Iterator[Page]:
    """A page of 1,440 x 900 that cannot reach another machine, and fails the test if it tries."""

    def judge(route: Route) -> None:
        if _is_here(route.request.url):
            route.continue_()
        else:
            traffic.strangers.append(route.request.url)
            route.abort()

    context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    context.route("**/*", judge)
    page = context.new_page()
    page.on("console", lambda line: line.type == "error" and traffic.errors.append(line.text))
    page.on("pageerror", lambda error: traffic.errors.append(str(error)))
    page.on("websocket", lambda ws: _is_here(ws.url) or traffic.strangers.append(ws.url))
    yield page
    context.close()
    assert traffic.strangers == []


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(process: subprocess.Popen[bytes], server: Server) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{server.url}/_stcore/health", timeout=1):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    pytest.fail(f"The dashboard did not start:\n{server.log()}")


def _command(port: int) -> list[str]:
    options = ["--server.port", str(port), "--server.address", "127.0.0.1"]
    return [sys.executable, "-m", "streamlit", "run", "dashboard.py", *options]


def _serving(store: Store, folder: Path) -> Iterator[Server]:
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


@pytest.fixture(scope="module")
def server(
    copy_city: Callable[[Path], Store], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A dashboard on a copy of the demonstration city, one for each file of tests."""
    folder = tmp_path_factory.mktemp("server")
    yield from _serving(copy_city(folder / "city"), folder)


@pytest.fixture
def empty_server(tmp_path: Path) -> Iterator[Server]:
    """A dashboard on a store in which nothing was published."""
    yield from _serving(Store(tmp_path / "city"), tmp_path)
