"""The whole dashboard in a process of its own, as an office runs it."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from chains.settings import HOME

START_SECONDS = 60
ROUTES = """
import json
from chains.server.app import app
dashboard = app()
built = dashboard._build_starlette_app()
print(json.dumps([
    [type(route).__name__, route.path, sorted(getattr(route, "methods", None) or [])]
    for route in built.routes
]))
"""


def free_port() -> int:
    """A port on which nothing answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def dashboard(store: Path, port: int, **settings: str) -> Iterator[str]:
    """Where the dashboard answers while the block runs, under these settings."""
    url, log = f"http://127.0.0.1:{port}", store / "said.txt"
    environment = os.environ | {f"CHAINS_{name.upper()}": text for name, text in settings.items()}
    environment |= {"CHAINS_STORE": str(store), "CHAINS_LANGUAGE": "en", "CHAINS_DISK_MB": "1"}
    command = [sys.executable, "-m", "chains", "serve", "--port", str(port)]
    with log.open("wb") as said:
        process = subprocess.Popen(
            command, cwd=HOME, env=environment, stdout=said, stderr=subprocess.STDOUT
        )
    try:
        _wait(process, url, log)
        yield url
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def routes(store: Path, **settings: str) -> list[tuple[str, str, list[str]]]:
    """Kind, path and methods of every route of the app as it is built, Streamlit's included."""
    environment = os.environ | {f"CHAINS_{name.upper()}": text for name, text in settings.items()}
    environment |= {"CHAINS_STORE": str(store)}
    found = subprocess.run(
        [sys.executable, "-c", ROUTES],
        cwd=HOME,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    return [tuple(route) for route in json.loads(found.stdout.splitlines()[-1])]


def _wait(process: "subprocess.Popen[bytes]", url: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            httpx.get(f"{url}/healthz", trust_env=False, timeout=2)
        except httpx.TransportError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError(f"The dashboard did not start:\n{log.read_text(encoding='utf-8')}")
