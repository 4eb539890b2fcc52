"""A server that runs for years forgets old sessions and old audit entries by itself."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import anyio
import pytest
from founding import founded

from chains import state
from chains.access import ANALYST
from chains.server import alerting, housekeeping


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The file of a state database in force."""
    monkeypatch.setenv("CHAINS_STORE", str(tmp_path))
    monkeypatch.setenv("CHAINS_AUDIT_DAYS", "30")
    return tmp_path / "state.sqlite3"


def _count(file: Path, table: str) -> int:
    with sqlite3.connect(file) as connection:
        return int(connection.execute(f"select count(*) from {table}").fetchone()[0])


def test_a_session_that_is_over_is_gone_after_the_next_turn_and_a_live_one_stays(office: Path):
    db = state.in_force()
    someone = state.accounts.create(db, name="lin", title="示例林", roles=frozenset({ANALYST}))
    for _session in range(2):
        state.sessions.start(db, someone.account, "127.0.0.1")
    long_ago = datetime(2020, 1, 1)
    with sqlite3.connect(office) as connection:
        connection.execute(
            "update session set started_at = ?, seen_at = ? where rowid = "
            "(select min(rowid) from session)",
            (f"{long_ago}.000000", f"{long_ago}.000000"),
        )

    async def two_seconds() -> None:
        async with housekeeping.running(None, every=0.05):
            await anyio.sleep(2)

    with ThreadPoolExecutor(1) as apart:  # a browser of other tests has an event loop here
        apart.submit(anyio.run, two_seconds).result()
    assert _count(office, "session") == 1


@pytest.mark.usefixtures("office")
def test_old_entries_go_and_the_chain_still_holds(monkeypatch: pytest.MonkeyPatch):
    db = state.in_force()
    then = datetime(2026, 1, 1)
    monkeypatch.setattr("chains.state.audit.now", lambda: then)
    state.audit.record(db, person="old", action="query")
    monkeypatch.setattr("chains.state.audit.now", lambda: then + timedelta(days=29))
    state.audit.record(db, person="young", action="query")
    monkeypatch.setattr("chains.state.audit.now", lambda: then + timedelta(days=31))
    housekeeping.tidy()
    assert [entry.person for entry in state.audit.search(db)] == ["chainboard", "young"]
    assert state.audit.verify(db).broken is None


async def _for(seconds: float) -> None:
    async with housekeeping.running(None, every=9, look=0.05):
        await anyio.sleep(seconds)


def _run(seconds: float) -> None:
    with ThreadPoolExecutor(1) as apart:  # a browser of other tests has an event loop here
        apart.submit(anyio.run, _for, seconds).result()


@pytest.mark.usefixtures("office")
def test_a_running_server_compares_a_new_edition_with_the_one_before(tmp_path: Path):
    founded(tmp_path, "insert into county (county_id, name) values ('X', '东')")
    _run(2)
    assert state.alerts.compared(state.in_force()).keys() == {1}


@pytest.mark.usefixtures("office")
def test_a_look_that_fails_is_logged_and_ends_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    looks: list[str] = []

    def fail() -> None:
        looks.append("find")
        raise ZeroDivisionError

    monkeypatch.setattr("chains.server.alerting.find", fail)
    monkeypatch.setattr("chains.server.alerting.send", lambda: looks.append("send"))
    monkeypatch.setattr(housekeeping, "AFTER_FAILURE_SECONDS", 0.1)
    _run(1.5)
    assert looks.count("find") > 1 and looks.count("send") > 1
    assert "A look at what is new failed" in caplog.text


@pytest.mark.usefixtures("office")
def test_nothing_is_asked_of_the_state_where_no_webhook_is_set(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(state, "in_force", lambda: 1 / 0)
    alerting.send()
