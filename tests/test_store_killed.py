"""A writer killed anywhere leaves one of the two possible cities, whole, and the way free."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import duckdb
import pytest

from chains.settings import HOME
from chains.store import Store

LARGE = 200_000
STORE = str(HOME / "chains" / "store")

Content = dict[str, list[tuple[Any, ...]]]


def small(connection: duckdb.DuckDBPyConnection) -> None:
    """Add, change and take away a few rows of two tables."""
    connection.execute("insert into county values ('430509', '示例新区', 2, 1)")
    connection.execute("update county set name = '示例改名区' where county_id = '430502'")
    connection.execute("delete from county where county_id = '430503'")
    connection.execute("insert into leader values ('L09', '示例领导癸', null, 2, 1)")


def large(connection: duckdb.DuckDBPyConnection) -> None:
    """Write enough that committing and checkpointing last."""
    connection.execute(
        f"insert into leader select 'L' || i, md5(i::varchar), null, 3, i from range({LARGE}) r(i)"
    )


def publish_small(store: Store) -> int:
    return store.publish(small, by="示例联络员", kind="提交")


def publish_large(store: Store) -> int:
    return store.publish(large, by="示例联络员", kind="提交")


def restore_first(store: Store) -> int:
    return store.restore(1, by="示例管理员")


ACTS = {act.__name__: act for act in (publish_small, publish_large, restore_first)}


def act_until(last: int, act: Callable[[Store], int], root: Path) -> int:
    """Act and die at the `last` line of the store, of copying or of the change; or count them."""
    count = 0

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal count
        name = frame.f_code.co_filename
        if not name.startswith(STORE) and name not in {__file__, shutil.__file__}:
            return None
        count += event == "line"
        if count == last:
            os.kill(os.getpid(), signal.SIGKILL)
        return trace

    sys.settrace(trace)
    act(Store(root))
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


def serve() -> None:
    """In a process that has imported everything and opened nothing: fork a writer for each line."""
    for line in sys.stdin:
        name, last, seconds, root = line.rstrip("\n").split("\t")
        begun = time.monotonic()
        pid = os.fork()
        if pid == 0:
            print(act_until(int(last), ACTS[name], Path(root)), flush=True)
            os._exit(0)
        print("end", wait(pid, float(seconds)), time.monotonic() - begun, flush=True)


class Writers:
    """The process that forks writers, seen from the test."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def run(
        self, act: Callable[[Store], int], root: Path, last: int = -1, seconds: float = 60
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


@pytest.fixture(scope="module")
def writers() -> Iterator[Writers]:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(HOME), str(HOME / "tests")])}
    command = [sys.executable, "-c", f"import {__name__} as module; module.serve()"]
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield Writers(process)
        process.communicate()


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A store of two editions of three counties and a leader."""
    store = Store(tmp_path / "base")

    def first(connection: duckdb.DuckDBPyConnection) -> None:
        connection.execute(
            "insert into county select '43050' || i, '示例' || i, 1, i from range(1, 4) r(i)"
        )

    store.publish(first, by="示例联络员", kind="提交")
    store.publish(
        lambda db: (
            db.execute("insert into leader values ('L01', '示例领导甲', null, 1, 1)") and None
        ),
        by="示例联络员",
        kind="提交",
    )
    return store.root


def content(store: Store) -> Content:
    """Every row of what a change may touch; of the ledger, all but the clock."""
    with store.reading() as edition:
        cursor = edition.connection
        return {
            "county": cursor.execute("select * from county order by all").fetchall(),
            "leader": cursor.execute("select * from leader order by all").fetchall(),
            "edition": cursor.execute(
                "select edition, parent, made_by, kind, demonstration from edition order by all"
            ).fetchall(),
        }


def outcomes(base: Path, folder: Path, act: Callable[[Store], int]) -> dict[int, Content]:
    """The two cities that may be found after a kill, by their edition's number."""
    before = Store(base)
    shutil.copytree(base, folder)
    after = Store(folder)
    act(after)
    return {one.current(): content(one) for one in (before, after)}


def judge(root: Path, possible: dict[int, Content]) -> int:
    """Demand one of the possible cities, whole, and that the next update works; return which."""
    store = Store(root, lock_seconds=5)
    found = store.current()
    assert content(store) == possible[found]
    number = store.publish(
        lambda db: db.execute("insert into county values ('430599', '示例后区', 9, 9)") and None,
        by="示例联络员",
        kind="提交",
    )
    assert number == found + 1
    assert content(store)["county"] == [*possible[found]["county"], ("430599", "示例后区", 9, 9)]
    known = {store.path(n).name for n in range(1, number + 1)}
    assert {path.name for path in store.folder.iterdir()} == known
    assert {path.name for path in root.iterdir()} <= {"CURRENT", "editions", "lock"}
    return found


@pytest.mark.parametrize(("act", "kills"), [(publish_small, 50), (restore_first, 20)])
def test_killed_at_any_line_of_the_way_it_leaves_one_whole_city(
    base: Path, tmp_path: Path, writers: Writers, act: Callable[[Store], int], kills: int
) -> None:
    possible = outcomes(base, tmp_path / "after", act)
    shutil.copytree(base, tmp_path / "whole")
    (lines,), code, _ = writers.run(act, tmp_path / "whole")
    assert code == 0
    points = sorted({1 + int(lines) * step // kills for step in range(kills)})
    assert len(points) == kills
    found = set()
    for point in points:
        root = tmp_path / f"{point}"
        shutil.copytree(base, root)
        assert writers.run(act, root, last=point)[:2] == ([], -signal.SIGKILL)
        found.add(judge(root, possible))
    assert found == possible.keys()


def test_killed_while_duckdb_writes_it_leaves_one_whole_city(
    base: Path, tmp_path: Path, writers: Writers
) -> None:
    possible = outcomes(base, tmp_path / "after", publish_large)
    shutil.copytree(base, tmp_path / "whole")
    _, _, whole = writers.run(publish_large, tmp_path / "whole")
    for step in range(12):
        root = tmp_path / f"{step}"
        shutil.copytree(base, root)
        writers.run(publish_large, root, seconds=whole * step / 12)
        judge(root, possible)
