"""The store of editions: publish, read, list, go back; and everything that may stand in its way."""

import dataclasses
import hashlib
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest

from chains import queries, schema
from chains.errors import ChainsError, StoreError, UsageError
from chains.queries import parse
from chains.settings import HOME
from chains.store import Change, Edition, Store, opened, rehearse

COUNTIES = parse("counties_by_id", "-- Counties\nselect county_id from county order by county_id")
SUBMISSION = (
    "insert into submission values "
    "(1, 2, 'county', 'a.csv', null, 'x', '2022-10-01', '示例联络员', null, 1, 0, 0, 0)"
)


def adding(county: str) -> Change:
    """A change that adds one county."""
    return lambda db: (
        db.execute("insert into county values (?, '示例区', null, null, 1, 1)", [county]) and None
    )


def counties(store: Store, number: int | None = None) -> list[str]:
    with store.reading(number) as edition:
        return list(edition.fetch(COUNTIES)["county_id"])


def publish(store: Store, county: str, **more: object) -> int:
    return store.publish(adding(county), by="示例联络员", kind="提交", **more)


def left_behind(store: Store) -> set[str]:
    """What lies in the store beside editions, the pointer and the lock."""
    known = {store.path(number) for number in range(1, store.current() + 1)}
    known |= {path.with_suffix(".json") for path in known}
    known |= {store.folder, store.root / "CURRENT", store.root / "lock"}
    return {path.name for path in store.root.rglob("*") if path not in known}


@pytest.fixture
def three(empty: Store) -> Store:
    """Three editions of one, two and three counties, the first of them a demonstration."""
    publish(empty, "430501", demonstration=True)
    publish(empty, "430502", demonstration=False)
    publish(empty, "430503")
    return empty


def run(script: str, *arguments: object) -> subprocess.Popen[str]:
    """A process of its own with our modules at hand."""
    command = [sys.executable, "-c", script, *map(str, arguments)]
    return subprocess.Popen(
        command, cwd=HOME, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )


def test_an_empty_store_has_every_table_and_no_row(empty: Store) -> None:
    assert empty.current() == 0
    assert empty.records() == []
    with empty.reading() as edition, edition.cursor() as cursor:
        for name in schema.datasets():
            assert cursor.execute(f"select count(*) from {name}").fetchone() == (0,)
    assert not empty.root.exists()


def test_what_is_published_is_current_and_what_was_stays(three: Store) -> None:
    assert three.current() == 3
    assert counties(three) == ["430501", "430502", "430503"]
    assert counties(three, 1) == ["430501"]
    assert counties(three, 2) == ["430501", "430502"]
    assert left_behind(three) == set()


def test_every_edition_says_how_it_came_to_be(empty: Store) -> None:
    publish(empty, "430501", message="首次报送")
    publish(empty, "430502")
    first, second = empty.records()
    assert (first.edition, first.parent, first.kind) == (1, None, "提交")
    assert (first.made_by, first.message, first.demonstration) == ("示例联络员", "首次报送", False)
    assert (second.edition, second.parent, second.message) == (2, 1, None)
    assert first.made_at <= second.made_at


def test_a_demonstration_stays_one_until_told_otherwise(empty: Store) -> None:
    publish(empty, "430501", demonstration=True)
    publish(empty, "430502")
    publish(empty, "430503", demonstration=False)
    publish(empty, "430504")
    assert [one.demonstration for one in empty.records()] == [True, True, False, False]


def test_going_back_publishes_the_older_content_and_keeps_the_history(three: Store) -> None:
    three.publish(lambda db: db.execute(SUBMISSION) and None, by="示例联络员", kind="提交")
    assert three.restore(2, by="示例管理员", message="误报") == 5
    assert counties(three) == ["430501", "430502"]
    assert counties(three, 3) == ["430501", "430502", "430503"]
    assert [one.edition for one in three.records()] == [1, 2, 3, 4, 5]
    assert (three.records()[-1].kind, three.records()[-1].parent) == ("恢复", 4)
    with three.reading() as edition, edition.cursor() as cursor:
        assert cursor.execute("select submission_id from submission").fetchall() == [(1,)]


def test_going_back_to_a_demonstration_is_a_demonstration_again(three: Store) -> None:
    three.restore(1, by="示例管理员")
    three.restore(3, by="示例管理员")
    assert [one.demonstration for one in three.records()] == [True, False, False, True, False]


@pytest.mark.parametrize("number", [-1, 4, 99])
def test_an_edition_that_never_was_is_refused(three: Store, number: int) -> None:
    with pytest.raises(UsageError, match=str(number)):
        three.open(number)
    with pytest.raises(UsageError, match=str(number)):
        three.restore(number, by="示例管理员")
    assert three.current() == 3


def test_a_change_that_fails_leaves_everything_as_it_was(three: Store) -> None:
    with pytest.raises(duckdb.ConstraintException):
        three.publish(
            lambda db: (
                db.execute("insert into county values ('430599', null, null, null, 1, 1)") and None
            ),
            by="示例联络员",
            kind="提交",
        )
    assert counties(three) == ["430501", "430502", "430503"]
    assert left_behind(three) == set()
    assert publish(three, "430504") == 4


def test_a_refusal_inside_a_change_reaches_the_user(three: Store) -> None:
    def refuse(connection: duckdb.DuckDBPyConnection) -> None:
        adding("430504")(connection)
        raise ChainsError("No.")

    with pytest.raises(ChainsError, match=r"^No\.$"):
        three.publish(refuse, by="示例联络员", kind="提交")
    assert counties(three) == ["430501", "430502", "430503"]


def test_a_change_that_lets_a_cursor_slip_does_not_spoil_the_next(three: Store) -> None:
    slipped = []

    def careless(connection: duckdb.DuckDBPyConnection) -> None:
        slipped.append(connection.cursor())
        raise ChainsError("No.")

    with pytest.raises(ChainsError):
        three.publish(careless, by="示例联络员", kind="提交")
    publish(three, "430504")
    assert counties(three) == ["430501", "430502", "430503", "430504"]


def test_readers_of_the_old_edition_go_on(three: Store) -> None:
    with three.reading() as before, before.cursor() as reader:
        rows = reader.execute("select county_id from county union all select 'x' from range(9999)")
        assert rows.fetchone() is not None
        publish(three, "430504")
        three.restore(3, by="示例管理员")
        three.restore(1, by="示例管理员")
        assert len(rows.fetchall()) == 3 + 9999 - 1
        assert list(before.fetch(COUNTIES)["county_id"]) == ["430501", "430502", "430503"]
    assert counties(three) == ["430501"]


def test_an_edition_cannot_be_written(three: Store) -> None:
    with (
        three.reading() as edition,
        edition.cursor() as cursor,
        pytest.raises(duckdb.Error, match="read-only"),
    ):
        cursor.execute("delete from county")


def test_eight_threads_each_get_their_own_answer(three: Store) -> None:
    query = parse(
        "echo", "-- Echo\n-- :n integer\nselect $n as n, count(*) as counties from county"
    )

    def ask(edition: Edition, n: int) -> tuple[int, int]:
        row = edition.fetch(query, n=n).iloc[0]
        return int(row["n"]), int(row["counties"])

    with three.reading() as edition, ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda n: ask(edition, n), range(200)))
    assert answers == [(n, 3) for n in range(200)]


def test_a_second_writer_is_told_to_wait(three: Store) -> None:
    holder = run(
        "import sys, filelock\n"
        "with filelock.FileLock(sys.argv[1]): print('held', flush=True); sys.stdin.read()",
        three.root / "lock",
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(StoreError, match="Another update is being published"):
            publish(Store(three.root, lock_seconds=0.2), "430504")
        assert counties(three) == ["430501", "430502", "430503"]
        holder.communicate("")
    assert publish(three, "430504") == 4


def test_two_processes_that_publish_at_once_lose_nothing(empty: Store) -> None:
    script = (
        "import sys; from pathlib import Path; from chains.store import Store\n"
        "for n in range(4):\n"
        "    Store(Path(sys.argv[1])).publish(\n"
        "        lambda db: db.execute('insert into county values (?, ?, null, null, 1, 1)',"
        " [f'{sys.argv[2]}{n}', '示例区']),"
        " by='示例联络员', kind='提交')"
    )
    writers = [run(script, empty.root, letter) for letter in "ab"]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    for writer in writers:
        writer.communicate()
    assert empty.current() == 8
    assert counties(empty) == [f"{letter}{n}" for letter in "ab" for n in range(4)]
    assert left_behind(empty) == set()


@pytest.mark.parametrize("content", [b"", b"forty-two", b"-1", b"\xff\x00", b"1.0"])
def test_a_damaged_pointer_is_said_and_can_be_mended(three: Store, content: bytes) -> None:
    (three.root / "CURRENT").write_bytes(content)
    with pytest.raises(StoreError, match="CURRENT is damaged"):
        three.open()
    with pytest.raises(StoreError, match="CURRENT is damaged"):
        publish(three, "430504")
    (three.root / "CURRENT").write_text("3\n")
    assert publish(three, "430504") == 4
    assert counties(three) == ["430501", "430502", "430503", "430504"]


def test_a_pointer_put_back_by_hand_costs_no_edition(three: Store) -> None:
    (three.root / "CURRENT").write_text("1")
    with pytest.raises(StoreError, match="there is an edition 3"):
        publish(three, "430504")
    (three.root / "CURRENT").write_text("3")
    assert counties(three) == ["430501", "430502", "430503"]


@pytest.mark.parametrize("content", [b"", b"not a database" * 1000])
def test_a_damaged_edition_is_said_and_the_one_before_can_be_current(
    three: Store, content: bytes
) -> None:
    three.path(3).write_bytes(content)
    for action in (three.open, lambda: publish(three, "430504")):
        with pytest.raises(StoreError, match="Edition 3 cannot be read"):
            action()
    (three.root / "CURRENT").write_text("2")
    assert publish(three, "430504") == 3
    assert counties(three) == ["430501", "430502", "430504"]


def test_what_a_dead_writer_left_is_swept(three: Store) -> None:
    (three.folder / "candidate-1.duckdb.tmp").mkdir()
    (three.folder / "candidate-1.duckdb.tmp" / "spilled").write_bytes(b"x")
    (three.folder / "candidate-1.duckdb").write_bytes(b"half")
    (three.folder / "candidate-1.duckdb.wal").write_bytes(b"half")
    (three.root / "CURRENT.1.new").write_bytes(b"4")
    three.path(4).write_bytes(b"never current")
    three.path(4).with_suffix(".json").write_bytes(b"{}")
    (three.folder / "000004.json.1.new").write_bytes(b"{")
    assert publish(three, "430504") == 4
    assert counties(three) == ["430501", "430502", "430503", "430504"]
    assert left_behind(three) == set()


def test_a_folder_that_cannot_be_is_a_plain_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    store = Store(tmp_path / "file" / "city")
    with pytest.raises(StoreError, match="could not be written"):
        publish(store, "430501")
    with pytest.raises(StoreError, match="could not be written"):
        store.keep(b"abc")


def test_a_full_disk_is_a_plain_sentence_and_changes_nothing(three: Store) -> None:
    script = (
        "import resource, sys; from pathlib import Path; from chains.store import Store\n"
        "from chains.errors import StoreError\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)\n"
        "many = '''insert into county select md5(i::varchar), md5((i + 1)::varchar),"
        " null, null, 1, 1 from range(300000) as n(i)'''\n"
        "try: Store(Path(sys.argv[1])).publish(lambda db: db.execute(many), by='a', kind='提交')\n"
        "except StoreError as error: print(error)"
    )
    size = three.path(3).stat().st_size
    for limit in (size // 2, size + 4096, size + 1_000_000, size + 8_000_000):
        writer = run(script, three.root, limit)
        said, _ = writer.communicate(timeout=60)
        assert writer.returncode == 0
        assert "could not be written" in said
        assert counties(three) == ["430501", "430502", "430503"]
        assert left_behind(three) == set()
    assert publish(three, "430504") == 4


def test_a_submitted_file_is_kept_as_it_came(empty: Store) -> None:
    digest = empty.keep(b"abc")
    assert digest == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert empty.keep(b"abc") == digest
    assert [path.name for path in empty.files.iterdir()] == [digest]
    assert hashlib.sha256((empty.files / digest).read_bytes()).hexdigest() == digest


def test_a_question_that_fails_leaves_nothing_behind_for_the_next(city: Store) -> None:
    good = queries.query("counties")
    bad = dataclasses.replace(good, sql="select 1 / 0 as never, error('broken') as said")
    with city.reading() as edition:
        first = edition.fetch(good)
        with pytest.raises(duckdb.Error):
            edition.fetch(bad)
        assert edition.fetch(good).equals(first)


def test_questions_asked_at_the_same_time_get_their_own_answers(city: Store) -> None:
    query = queries.query("completion_by_level")
    months = ("2022-06", "2022-08", "2022-10")
    with city.reading() as edition:
        alone = {month: edition.fetch(query, month=month) for month in months}
        with ThreadPoolExecutor(8) as pool:
            asked = [months[turn % 3] for turn in range(120)]
            found = list(pool.map(lambda month: edition.fetch(query, month=month), asked))
    assert all(one.equals(alone[month]) for month, one in zip(asked, found, strict=True))


def test_a_rehearsed_edition_is_a_file_and_nothing_else(three: Store, tmp_path: Path) -> None:
    target = tmp_path / "beside" / "preview.duckdb"
    target.parent.mkdir()
    before = {path.name: path.read_bytes() for path in three.folder.iterdir()}
    rehearse(three, adding("430504"), target, base=3, by="示例联络员", kind="提交")
    preview = opened(4, target)
    assert list(preview.fetch(COUNTIES)["county_id"]) == ["430501", "430502", "430503", "430504"]
    last = preview.records()[-1]
    assert (last.edition, last.parent, last.demonstration) == (4, 3, False)
    preview.close()
    assert (three.current(), counties(three)) == (3, ["430501", "430502", "430503"])
    assert {path.name: path.read_bytes() for path in three.folder.iterdir()} == before
    assert [path.name for path in target.parent.iterdir()] == ["preview.duckdb"]


def test_a_rehearsal_that_fails_leaves_nothing(three: Store, tmp_path: Path) -> None:
    folder = tmp_path / "beside"
    folder.mkdir()
    with pytest.raises(duckdb.Error):
        rehearse(
            three,
            lambda db: db.execute("select * from nowhere") and None,
            folder / "preview.duckdb",
            base=3,
            by="示例联络员",
            kind="提交",
        )
    assert list(folder.iterdir()) == []
    with pytest.raises(StoreError, match="could not be written"):
        rehearse(three, adding("430504"), tmp_path / "no" / "a", base=3, by="a", kind="提交")
    assert left_behind(three) == set()
