"""Processes that act and are killed on the way: at a chosen line, or after some time."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from chains.settings import HOME

TRACED = tuple(str(HOME / "chains" / room) for room in ("store", "backup"))

Act = Callable[[Path], object]


def act_until(last: int, act: Act, root: Path) -> int:
    """Act and die at the `last` line of the store, of copying or of the act; or count them."""
    count = 0
    own = act.__code__.co_filename

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal count
        name = frame.f_code.co_filename
        if not name.startswith(TRACED) and name not in {own, shutil.__file__}:
            return None
        count += event == "line"
        if count == last:
            os.kill(os.getpid(), signal.SIGKILL)
        return trace

    sys.settrace(trace)
    act(root)
    sys.settrace(None)
    return count


def wait(pid: int, seconds: float) -> int:
    """Kill the child when the time is over; return how it ended."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.001)
    os.kill(pid, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def serve(acts: Mapping[str, Act]) -> None:
    """In a process that has imported everything and opened nothing: fork a writer for each line."""
    for line in sys.stdin:
        name, last, seconds, root = line.rstrip("\n").split("\t")
        begun = time.monotonic()
        pid = os.fork()
        if pid == 0:
            print(act_until(int(last), acts[name], Path(root)), flush=True)
            os._exit(0)
        print("end", wait(pid, float(seconds)), time.monotonic() - begun, flush=True)


class Writers:
    """The process that forks writers, seen from the test."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def run(
        self, act: Act, root: Path, last: int = -1, seconds: float = 60
    ) -> tuple[list[str], int, float]:
        """Let a writer act; return what it said, its exit code and how long it lived."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        print(act.__name__, last, seconds, root, sep="\t", file=self.process.stdin, flush=True)
        said = []
        while not (line := self.process.stdout.readline()).startswith("end"):
            said.append(line.strip())
        _, code, lived = line.split()
        return said, int(code), float(lived)

    def lines(self, act: Act, root: Path) -> int:
        """How many lines the whole act has."""
        (said,), code, _ = self.run(act, root)
        assert code == 0
        return int(said)


@contextmanager
def writers(module: str) -> Iterator[Writers]:
    """A process that forks writers for the `ACTS` of a test module."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(HOME), str(HOME / "tests")])}
    script = f"import killing, {module}; killing.serve({module}.ACTS)"
    with subprocess.Popen(
        [sys.executable, "-c", script],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield Writers(process)
        process.communicate()


def points(lines: int, spread: int, last: int, step: int = 2) -> list[int]:
    """Lines to die at: some spread over the whole way, and every second or so of the last."""
    even = {1 + lines * part // spread for part in range(spread)}
    return sorted(even | set(range(lines, max(0, lines - last), -step)))
