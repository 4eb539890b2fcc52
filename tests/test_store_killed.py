"""A writer killed anywhere leaves one of the two possible cities, whole, and the way free."""

import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import killing
import pytest
from killing import Writers

from chains.store import Store

LARGE = 200_000

Content = dict[str, list[tuple[Any, ...]]]


def small(connection: duckdb.DuckDBPyConnection) -> None:
    """Add, change and take away a few rows of two tables."""
    connection.execute("insert into county values ('430509', '示例新区', null, null, 2, 1)")
    connection.execute("update county set name = '示例改名区' where county_id = '430502'")
    connection.execute("delete from county where county_id = '430503'")
    connection.execute("insert into leader values ('L09', '示例领导癸', null, 2, 1)")


def large(connection: duckdb.DuckDBPyConnection) -> None:
    """Write enough that committing and checkpointing last."""
    connection.execute(
        f"insert into leader select 'L' || i, md5(i::varchar), null, 3, i from range({LARGE}) r(i)"
    )


def publish_small(root: Path) -> int:
    return Store(root).publish(small, by="示例联络员", kind="提交")


def publish_large(root: Path) -> int:
    return Store(root).publish(large, by="示例联络员", kind="提交")


def restore_first(root: Path) -> int:
    return Store(root).restore(1, by="示例管理员")


ACTS = {act.__name__: act for act in (publish_small, publish_large, restore_first)}


@pytest.fixture(scope="module")
def writers() -> Iterator[Writers]:
    with killing.writers(__name__) as process:
        yield process


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A store of two editions of three counties and a leader."""
    store = Store(tmp_path / "base")

    def first(connection: duckdb.DuckDBPyConnection) -> None:
        connection.execute(
            "insert into county select '43050' || i, '示例' || i, null, null, 1, i"
            " from range(1, 4) r(i)"
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


def outcomes(base: Path, folder: Path, act: killing.Act) -> dict[int, Content]:
    """The two cities that may be found after a kill, by their edition's number."""
    before = Store(base)
    shutil.copytree(base, folder)
    act(folder)
    return {one.current(): content(one) for one in (before, Store(folder))}


def judge(root: Path, possible: dict[int, Content]) -> int:
    """Demand one of the possible cities, whole, and that the next update works; return which."""
    store = Store(root, lock_seconds=5)
    found = store.current()
    assert content(store) == possible[found]
    number = store.publish(
        lambda db: (
            db.execute("insert into county values ('430599', '示例后区', null, null, 9, 9)")
            and None
        ),
        by="示例联络员",
        kind="提交",
    )
    assert number == found + 1
    assert content(store)["county"] == [
        *possible[found]["county"],
        ("430599", "示例后区", None, None, 9, 9),
    ]
    known = {f"{n:06d}{end}" for n in range(1, number + 1) for end in (".duckdb", ".json")}
    assert {path.name for path in store.folder.iterdir()} == known
    assert {path.name for path in root.iterdir()} <= {"CURRENT", "editions", "lock"}
    return found


@pytest.mark.parametrize(("act", "kills"), [(publish_small, 30), (restore_first, 10)])
def test_killed_at_any_line_of_the_way_it_leaves_one_whole_city(
    base: Path, tmp_path: Path, writers: Writers, act: killing.Act, kills: int
) -> None:
    possible = outcomes(base, tmp_path / "after", act)
    shutil.copytree(base, tmp_path / "whole")
    lines = writers.lines(act, tmp_path / "whole")
    found = set()
    for point in killing.points(lines, kills, last=50):
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
        assert judge(root, possible) in possible
