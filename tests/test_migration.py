"""A store of an older release: refused until it is upgraded, then whole; a newer one is refused."""

import re
import shutil
import signal
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import killing
import pytest
from killing import Writers

from chains import queries, schema
from chains.errors import StoreError, UsageError
from chains.settings import HOME
from chains.store import Store
from chains.store.candidate import count

RELEASES = sorted((HOME / "tests" / "releases").glob("*/store.tar.gz"))
# what the older release does not know, in the order in which datasets refer to each other
LACKING = (
    "county.map_row",
    "county.map_column",
    "light_rule",
    "policy.phone",
    "submission.sheet",
    "submission.rows_removed",
    "task",
    "project.sector",
    "project.parent_id",
    "project.planned_production",
    "project.actual_production",
    "project.registered_on",
    "outside_purchase",
    "dispatch",
    "project_plan.change_reason",
)
WIDER = tuple(one for one in LACKING if "." in one)  # columns
NEWER = tuple(one for one in LACKING if "." not in one)  # tables
OLDER = HOME / "tests" / "releases" / "before-0.1.0" / "store.tar.gz"

Rows = dict[str, list[tuple[Any, ...]]]


def unpack(release: Path, root: Path) -> Store:
    with tarfile.open(release) as tar:
        tar.extractall(root, filter="data")
    return Store(root)


@pytest.fixture
def older(tmp_path: Path) -> Store:
    """A store that knows neither the datasets of NEWER nor the columns of WIDER."""
    return unpack(OLDER, tmp_path / "older")


def rows(path: Path) -> Rows:
    """Every table of a file with every row."""
    with duckdb.connect(path, read_only=True) as connection:
        return {
            name: connection.execute(f"select * from {name} order by all").fetchall()
            for name in count(connection)
        }


def columns(path: Path, table: str) -> list[str]:
    with duckdb.connect(path, read_only=True) as connection:
        return [row[0] for row in connection.execute(f"describe {table}").fetchall()]


def take_out(held: Rows, path: Path, table: str, column: str) -> None:
    """Take out of a table's rows a column that stands as declared and has no value yet."""
    declared, there = schema.dataset(table).columns, columns(path, table)
    assert tuple(there[: len(declared)]) == tuple(declared)
    place = there.index(column)
    assert {row[place] for row in held[table]} == {None}
    held[table] = [(*row[:place], *row[place + 1 :]) for row in held[table]]


def widen(root: Path, statement: str) -> Store:
    """A store whose current edition was made by a release that knows more."""
    store = Store(root)
    store.publish(lambda db: db.execute(statement) and None, by="示例管理员", kind="提交")
    return store


@pytest.mark.parametrize("release", RELEASES, ids=lambda path: path.parent.name)
def test_a_store_of_every_release_answers_every_question_after_its_upgrade(
    release: Path, tmp_path: Path
) -> None:
    store = unpack(release, tmp_path / "city")
    store.upgrade("示例管理员")
    with store.reading() as edition:
        for query in queries.library().values():
            edition.fetch(query)
        assert list(edition.fetch(queries.query("counties"))["county_id"]) == ["X", "Y"]
    assert [one.noted for one in store.verify()] in ([], [True, True])
    assert store.upgrade("示例管理员") is None


def test_an_older_store_says_what_is_missing_and_what_to_run(older: Store) -> None:
    missing = re.escape(", ".join(LACKING))
    for read in (older.open, older.records):
        with pytest.raises(StoreError, match=f"{missing} is missing.*chains upgrade"):
            read()
    assert older.lacking() == LACKING


def test_an_upgrade_is_one_edition_that_adds_and_takes_nothing(older: Store) -> None:
    before = rows(older.path(2))
    assert older.upgrade("示例管理员") == 3
    after = rows(older.path(3))
    assert [after.pop(name) for name in NEWER] == [[]] * len(NEWER)
    for place in reversed(WIDER):  # of one table, the last column first
        take_out(after, older.path(3), *place.split("."))
    after["edition"], [new] = after["edition"][:-1], after["edition"][-1:]
    assert after == before
    assert (new[0], new[1], new[3], new[4]) == (3, 2, "示例管理员", "升级")
    assert older.records()[-1].message == ", ".join(LACKING)
    assert rows(older.path(2)) == before


def test_nothing_is_published_where_nothing_is_missing(older: Store, empty: Store) -> None:
    older.upgrade("示例管理员")
    assert older.upgrade("示例管理员") is None
    assert older.current() == 3
    assert empty.upgrade("示例管理员") is None
    assert not empty.root.exists()


def test_an_older_edition_says_how_to_read_it_and_going_back_adds_what_is_missing(
    older: Store,
) -> None:
    older.upgrade("示例管理员")
    with pytest.raises(StoreError, match="editions restore 1"):
        older.open(1)
    assert older.restore(1, by="示例管理员") == 4
    with older.reading() as edition:
        leaders = edition.connection.execute("select count(*) from leader").fetchall()
        assert leaders == [(3,)]
        assert edition.connection.execute("select phone from policy").fetchall() == [(None,)]
        assert edition.connection.execute("select count(*) from submission").fetchall() == [(1,)]
    assert [one.kind for one in older.records()] == ["提交", "提交", "升级", "恢复"]


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("create table harbour (harbour_id varchar)", "harbour"),
        ("alter table policy add column clause varchar", r"policy\.clause"),
        ("alter table leader alter position type varchar[] using [position]", r"varchar\[\]"),
    ],
)
def test_a_newer_store_is_refused_and_left_alone(tmp_path: Path, statement: str, what: str) -> None:
    store = widen(tmp_path / "newer", statement)
    before = store.path(1).read_bytes()
    for act in (
        store.open,
        lambda: store.upgrade("示例管理员"),
        lambda: store.restore(1, by="示例管理员"),
        lambda: store.publish(lambda _: None, by="示例联络员", kind="提交"),
    ):
        with pytest.raises(StoreError, match=f"{what}.*a newer one made it"):
            act()
    assert store.current() == 1
    assert store.path(1).read_bytes() == before
    with pytest.raises(UsageError):
        store.open(2)


def upgrade(root: Path) -> None:
    Store(root).upgrade("示例管理员")


ACTS = {"upgrade": upgrade}


@pytest.fixture(scope="module")
def writers() -> Iterator[Writers]:
    with killing.writers(__name__) as process:
        yield process


def test_killed_at_any_line_an_upgrade_leaves_one_of_two_whole_cities(
    older: Store, tmp_path: Path, writers: Writers
) -> None:
    shutil.copytree(older.root, tmp_path / "whole")
    lines = writers.lines(upgrade, tmp_path / "whole")
    before, found = rows(older.path(2)), set()
    for point in killing.points(lines, 20, last=40):
        root = tmp_path / str(point)
        shutil.copytree(older.root, root)
        assert writers.run(upgrade, root, last=point)[:2] == ([], -signal.SIGKILL)
        store = Store(root, lock_seconds=5)
        found.add(store.current())
        expected = 3 if store.current() == 2 else None
        assert store.upgrade("示例管理员") == expected
        after = rows(store.path(3))
        assert after.keys() - before.keys() == set(NEWER)
        assert {name: len(after[name]) for name in before} == {
            name: len(one) + (name == "edition") for name, one in before.items()
        }
        assert [one for one in store.verify() if not one.noted] == []
        shutil.rmtree(root)
    assert found == {2, 3}
