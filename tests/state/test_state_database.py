"""Opening a state database, its schema, its durability, and its transactions."""

import os
import sqlite3
import stat
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import postgresql
import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import RowMapping, inspect, text
from sqlalchemy.exc import DBAPIError
from writers import Start

from chains import state
from chains.errors import StateError, UsageError
from chains.state import clock, engine, tables, upgrade


def read(db: state.State, statement: str) -> Sequence[RowMapping]:
    with db.reading() as connection:
        return connection.execute(text(statement)).mappings().all()


def test_the_steps_make_the_tables_that_the_program_knows(db: state.State) -> None:
    with db.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), tables.metadata) == []
        names = set(inspect(connection).get_table_names())
    assert names == {*tables.metadata.tables, "alembic_version"}


def test_a_database_of_the_first_release_opens_with_what_it_holds(database_url: str) -> None:
    first = engine.connect(database_url)
    with first.begin() as connection:
        upgrade.to_head(connection, "0001")
        connection.execute(
            text(
                "insert into account values (7, 'Zhang', 'zhang', '张', '[\"leader\"]', "
                '\'{"chains": ["C1"], "counties": [], "datasets": ["*"]}\', null, '
                "false, false, null, '2026-01-02 03:04:05', '2026-01-02 03:04:05')"
            )
        )
    first.dispose()
    db = state.State.open(database_url)
    found = state.accounts.find(db, "zhang")
    db.close()
    assert found is not None
    assert (found.account, found.roles, found.scope.chains) == (7, {"leader"}, {"C1"})
    assert found.scope.holds("project") and found.created_at.year == 2026


def test_a_database_of_a_newer_release_is_refused_and_left_alone(
    db: state.State, database_url: str
) -> None:
    with db.writing() as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))
    with pytest.raises(StateError, match=r"newer release .*9999"):
        state.State.open(database_url)
    with db.reading() as connection:
        assert connection.scalar(text("select version_num from alembic_version")) == "9999"


def test_many_processes_open_a_fresh_database_at_once(database_url: str, start: Start) -> None:
    processes = [start("open", database_url) for _ in range(6)]
    assert [process.stdout.readline() for process in processes] == ["ready\n"] * 6
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    newest = upgrade.known()[0]
    assert [process.communicate(timeout=60)[0] for process in processes] == [f"{newest}\n"] * 6
    assert [process.returncode for process in processes] == [0] * 6


def test_many_threads_share_one_database(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHAINS_STATE", database_url)
    with ThreadPoolExecutor(8) as pool:
        states = set(pool.map(lambda _: state.in_force(), range(32)))
    assert len(states) == 1
    states.pop().close()


def test_the_database_stands_in_the_store_where_no_other_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHAINS_STORE", str(tmp_path / "new" / "市 50%"))
    state.in_force().close()
    assert (tmp_path / "new" / "市 50%" / "state.sqlite3").exists()


def test_only_its_owner_reads_an_sqlite_database(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        db = state.State.open(f"sqlite:///{tmp_path}/state.sqlite3")
    finally:
        os.umask(before)
    files = list(tmp_path.iterdir())
    assert {path.name for path in files} >= {"state.sqlite3", "state.sqlite3-wal"}
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    db.close()


def test_sqlite_syncs_each_commit_and_waits_for_other_writers(tmp_path: Path) -> None:
    db = state.State.open(f"sqlite:///{tmp_path}/state.sqlite3")
    names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
    with db.reading() as one, db.reading() as two:
        for connection in (one, two):
            found = [connection.exec_driver_sql(f"pragma {name}").scalar() for name in names]
            assert found == ["wal", 2, 1, 30_000]
    db.close()


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("", "cannot be opened"),
        ("mysql://root:secret@127.0.0.1/x", "not mysql"),
        ("nothing://", "not nothing"),
        ("sqlite://", "in memory"),
        ("sqlite:///:memory:", "in memory"),
        ("sqlite+pysqlcipher:///x", "cannot be opened"),
        ("postgresql+nodriver://root:secret@127.0.0.1/x", "cannot be opened"),
        ("postgresql://root:secret@127.0.0.1:1/x", "cannot be opened"),
        ("postgres://root:secret@127.0.0.1:1/x", "cannot be opened"),
    ],
)
def test_what_is_no_state_database_is_refused_in_plain_words(url: str, words: str) -> None:
    with pytest.raises(StateError, match=words) as refusal:
        state.State.open(url)
    assert "secret" not in str(refusal.value)


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "state.sqlite3"
    file.write_bytes(b"a letter to the mayor" * 100)
    with pytest.raises(StateError, match="not a database"):
        state.State.open(f"sqlite:///{file}")
    assert file.read_bytes() == b"a letter to the mayor" * 100


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StateError, match="cannot be opened"):
        state.State.open(f"sqlite:///{tmp_path}/file/state.sqlite3")


def test_a_wrong_password_is_refused_without_repeating_it(server: postgresql.Server) -> None:
    url = server.url("postgres").replace(server.password, "guessed")
    with pytest.raises(StateError, match="password authentication failed") as refusal:
        state.State.open(url)
    assert "guessed" not in str(refusal.value)


def test_what_is_written_together_is_kept_whole_or_not_at_all(
    db: state.State, admin: state.accounts.Account
) -> None:
    def together() -> None:
        with db.writing():
            state.accounts.change(db, admin.account, title="新")
            state.audit.record(db, person="admin", action="title")
            assert state.accounts.find(db, "admin").title == "新"
            state.accounts.change(db, admin.account, disabled=True)

    with pytest.raises(UsageError, match="last administrator"):
        together()
    assert state.accounts.find(db, "admin") == admin
    assert state.audit.search(db) == []


def test_a_refusal_inside_undoes_only_its_own_part(
    db: state.State, admin: state.accounts.Account
) -> None:
    with db.writing():
        with pytest.raises(UsageError):
            state.accounts.change(db, admin.account, roles={"leader"})
        state.audit.record(db, person="admin", action="roles", outcome="refused")
    assert state.accounts.find(db, "admin") == admin
    assert state.audit.search(db)[0].outcome == "refused"


def test_a_reader_sees_one_moment_while_others_write(db: state.State) -> None:
    count = text("select count(*) from audit")
    with db.reading() as connection:
        before = connection.scalar(count)
        with ThreadPoolExecutor(1) as pool:
            pool.submit(state.audit.record, db, person="a", action="b").result(timeout=20)
        assert (before, connection.scalar(count)) == (0, 0)
    with db.reading() as connection:
        assert connection.scalar(count) == 1


def test_one_writes_at_a_time(db: state.State) -> None:
    entered, order = threading.Event(), []

    def second() -> None:
        entered.wait(20)
        with db.writing():
            order.append("second")

    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(second)
        with db.writing():
            entered.set()
            time.sleep(0.3)
            order.append("first")
        waiting.result(timeout=20)
    assert order == ["first", "second"]


def test_a_full_disk_is_said_in_plain_words_and_costs_nothing_confirmed(tmp_path: Path) -> None:
    db = state.State.open(f"sqlite:///{tmp_path}/state.sqlite3")
    with db.reading() as connection:
        pages = connection.exec_driver_sql("pragma page_count").scalar()
        connection.exec_driver_sql(f"pragma max_page_count = {pages + 20}")
    confirmed = []

    def fill() -> None:
        while len(confirmed) < 1000:
            confirmed.append(state.audit.record(db, person="a", action="b", detail="满" * 1000))

    with pytest.raises(StateError, match="cannot write"):
        fill()
    verdict = state.audit.verify(db)
    assert verdict.broken is None
    assert verdict.entries == verdict.last == confirmed[-1]
    db.close()


def test_a_lost_connection_is_said_in_plain_words_and_the_next_try_connects_anew(
    server: postgresql.Server,
) -> None:
    with server.database() as url:
        db = state.State.open(url)
        others = "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s"
        name = url.rpartition("/")[2]

        def cut() -> None:
            with psycopg.connect(server.url("postgres")) as outside:
                outside.execute(others, [name])

        def read() -> None:
            with db.reading() as connection:
                connection.scalar(text("select 1"))
                cut()
                connection.scalar(text("select 1"))

        with pytest.raises(StateError, match="does not answer"):
            read()
        cut()
        assert state.audit.record(db, person="a", action="b") == 1
        db.close()


def test_a_bug_is_not_taken_for_a_database_that_is_away(db: state.State) -> None:
    with pytest.raises(DBAPIError), db.reading() as connection:
        connection.execute(text("select '2026' from audit where nothing = 1"))


def test_an_error_does_not_repeat_the_values_that_were_written(db: state.State) -> None:
    state.throttle.failed(db, "name:li")
    [row] = read(db, "select digest, failures from throttle")
    with pytest.raises(DBAPIError) as refusal, db.writing() as connection:
        connection.execute(tables.throttle.insert(), {**row, "failed_at": clock.now()})
    assert "hidden due to hide_parameters" in str(refusal.value)


def test_a_damaged_file_is_said_in_plain_words(tmp_path: Path) -> None:
    file = tmp_path / "state.sqlite3"
    db = state.State.open(f"sqlite:///{file}")
    for _ in range(50):
        state.audit.record(db, person="a", action="b", detail="x" * 500)
    db.close()
    with closing(sqlite3.connect(file)) as plain:
        plain.execute("pragma wal_checkpoint(truncate)")
    size = file.stat().st_size
    with file.open("r+b") as raw:
        raw.seek(8192)
        raw.write(b"\xff" * (size - 8192))
    with pytest.raises(StateError):
        state.audit.search(state.State.open(f"sqlite:///{file}"))
