"""Sessions, links that work once, and the delays of who fails."""

import hashlib
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from chains import state
from chains.errors import UsageError
from chains.state import accounts, clock, sessions, tables, throttle, tickets


def put_back(db: state.State, table: str, *columns: str, **ago: float) -> None:
    """Make what a table says happened have happened so long ago."""
    moment = clock.now() - timedelta(**ago)
    with db.writing() as connection:
        values = dict.fromkeys(columns, moment)
        connection.execute(update(tables.metadata.tables[table]).values(values))


def rows(db: state.State, table: str) -> list[Any]:
    with db.reading() as connection:
        return connection.execute(tables.metadata.tables[table].select()).all()


def test_a_token_leads_to_its_person(db: state.State, admin: accounts.Account) -> None:
    token = sessions.start(db, admin.account, "10.0.0.1")
    found = sessions.person(db, token, touch=False)
    assert found.account == admin and found.person == admin.person
    assert len(token) >= 43  # 256 bits in base64
    [row] = rows(db, "session")
    assert (row.digest, row.address) == (hashlib.sha256(token.encode()).hexdigest(), "10.0.0.1")


@pytest.mark.parametrize("token", ["", "x", "\0", "\ud800", "' or 1=1", "长" * 100_000])
def test_an_invented_token_leads_to_nobody(
    db: state.State, admin: accounts.Account, token: str
) -> None:
    sessions.start(db, admin.account, "")
    assert sessions.person(db, token, touch=True) is None
    sessions.end(db, token)
    assert len(rows(db, "session")) == 1


def test_what_is_stored_is_no_token(db: state.State, admin: accounts.Account) -> None:
    token = sessions.start(db, admin.account, "")
    [row] = rows(db, "session")
    assert sessions.person(db, row.digest, touch=False) is None
    assert sessions.person(db, sessions.person(db, token, touch=False).csrf, touch=False) is None


def test_each_session_has_a_token_and_a_csrf_word_of_its_own(
    db: state.State, admin: accounts.Account
) -> None:
    tokens = [sessions.start(db, admin.account, "") for _ in range(20)]
    words = [sessions.person(db, token, touch=False).csrf for token in tokens]
    again = [sessions.person(db, token, touch=True).csrf for token in tokens]
    assert len({*tokens, *words}) == 40 and words == again


@pytest.mark.parametrize(
    ("columns", "ago", "kept"),
    [
        (("seen_at",), {"minutes": 59}, 1),
        (("seen_at",), {"minutes": 61}, 0),
        (("started_at",), {"hours": 11.9}, 1),
        (("started_at",), {"hours": 12.1}, 0),
    ],
)
def test_a_session_ends_after_an_hour_without_a_click_and_after_twelve_hours(
    db: state.State, admin: accounts.Account, columns: tuple[str], ago: dict, kept: int
) -> None:
    token = sessions.start(db, admin.account, "")
    put_back(db, "session", *columns, **ago)
    assert (sessions.person(db, token, touch=False) is not None) == bool(kept)
    assert sessions.sweep(db) == 1 - kept
    assert len(rows(db, "session")) == kept


def test_the_settings_say_when_a_session_ends(
    db: state.State, admin: accounts.Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHAINS_IDLE_MINUTES", "5")
    token = sessions.start(db, admin.account, "")
    put_back(db, "session", "seen_at", minutes=6)
    assert sessions.person(db, token, touch=True) is None
    monkeypatch.setenv("CHAINS_IDLE_MINUTES", "7")
    assert sessions.person(db, token, touch=True) is not None


def test_a_click_prolongs_and_a_look_does_not(db: state.State, admin: accounts.Account) -> None:
    token = sessions.start(db, admin.account, "")
    put_back(db, "session", "seen_at", minutes=50)
    [before] = rows(db, "session")
    sessions.person(db, token, touch=False)
    assert rows(db, "session") == [before]
    sessions.person(db, token, touch=True)
    [after] = rows(db, "session")
    assert clock.now() - after.seen_at < timedelta(seconds=20)


def test_clicks_are_written_down_once_in_20_seconds(
    db: state.State, admin: accounts.Account
) -> None:
    token = sessions.start(db, admin.account, "")
    put_back(db, "session", "seen_at", seconds=18)
    before = rows(db, "session")
    sessions.person(db, token, touch=True)
    assert rows(db, "session") == before
    put_back(db, "session", "seen_at", seconds=21)
    before = rows(db, "session")
    sessions.person(db, token, touch=True)
    assert rows(db, "session") != before


def test_signing_out_ends_one_session_or_all(db: state.State, admin: accounts.Account) -> None:
    other = accounts.create(db, name="li", title="", roles={"leader"})
    mine = [sessions.start(db, admin.account, "") for _ in range(3)]
    theirs = sessions.start(db, other.account, "")
    sessions.end(db, mine[0])
    assert [bool(sessions.person(db, one, touch=False)) for one in mine] == [False, True, True]
    assert sessions.end_all(db, admin.account) == 2
    assert not any(sessions.person(db, one, touch=True) for one in mine)
    assert sessions.person(db, theirs, touch=False) is not None


def test_nobody_starts_a_session_of_a_disabled_account(db: state.State) -> None:
    made = accounts.create(db, name="li", title="", roles={"leader"})
    accounts.change(db, made.account, disabled=True)
    for number in (made.account, 99):
        with pytest.raises(UsageError):
            sessions.start(db, number, "")


def test_a_disabled_account_is_out_whatever_sessions_it_has(
    db: state.State, admin: accounts.Account
) -> None:
    token = sessions.start(db, admin.account, "")
    with db.writing() as connection:
        connection.execute(update(tables.account).values(disabled=True))
    assert sessions.person(db, token, touch=True) is None


def test_asking_whose_token_it_is_takes_under_a_millisecond(tmp_path: Any) -> None:
    db = state.State.open(f"sqlite:///{tmp_path}/state.sqlite3")
    made = accounts.create(db, name="li", title="", roles={"leader"})
    token = [sessions.start(db, made.account, "") for _ in range(100)][50]
    spent = []
    for _ in range(500):
        begun = time.perf_counter()
        sessions.person(db, token, touch=True)
        spent.append(time.perf_counter() - begun)
    db.close()
    assert sorted(spent)[250] < 0.001


def test_a_link_works_once(db: state.State, admin: accounts.Account) -> None:
    link = tickets.issue(db, admin.account)
    assert tickets.redeem(db, link) == admin
    assert tickets.redeem(db, link) is None
    assert tickets.redeem(db, "invented") is None


def test_a_link_works_once_for_many_at_one_moment(db: state.State, admin: accounts.Account) -> None:
    for _ in range(3):
        link = tickets.issue(db, admin.account)
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(lambda token: tickets.redeem(db, token), [link] * 16))
        assert [one for one in found if one] == [admin]


def test_a_link_ends_with_its_hours_with_a_newer_one_and_with_the_account(
    db: state.State, admin: accounts.Account
) -> None:
    late = tickets.issue(db, admin.account, hours=1)
    put_back(db, "ticket", "ends_at", seconds=1)
    assert tickets.redeem(db, late) is None
    old, new = tickets.issue(db, admin.account), tickets.issue(db, admin.account)
    assert (tickets.redeem(db, old), tickets.redeem(db, new)) == (None, admin)
    link = tickets.issue(db, admin.account)
    with db.writing() as connection:
        connection.execute(update(tables.account).values(disabled=True))
    assert tickets.redeem(db, link) is None


def test_five_failures_are_free_then_each_costs_twice_the_last(db: state.State) -> None:
    waits = []
    for _ in range(17):
        throttle.failed(db, "name:li")
        waits.append(round(throttle.wait(db, "name:li")))
    assert waits == [0] * 5 + [2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]


def test_the_longest_delay_of_several_keys_counts(db: state.State) -> None:
    for _ in range(8):
        throttle.failed(db, "name:li", "address:10.0.0.1")
    assert throttle.wait(db, "name:wang", "address:10.0.0.9") == 0
    assert 7 < throttle.wait(db, "name:wang", "address:10.0.0.1") <= 8
    assert throttle.wait(db) == 0


def test_a_delay_runs_out(db: state.State) -> None:
    for _ in range(7):
        throttle.failed(db, "name:li")
    put_back(db, "throttle", "failed_at", seconds=3)
    assert 0 < throttle.wait(db, "name:li") <= 1
    put_back(db, "throttle", "failed_at", seconds=4.1)
    assert throttle.wait(db, "name:li") == 0
    throttle.failed(db, "name:li")
    assert 7 < throttle.wait(db, "name:li") <= 8


def test_who_got_in_begins_anew(db: state.State) -> None:
    for _ in range(8):
        throttle.failed(db, "name:li", "address:10.0.0.1")
    throttle.cleared(db, "name:li")
    assert throttle.wait(db, "name:li") == 0 < throttle.wait(db, "address:10.0.0.1")


def test_a_quiet_day_is_forgotten(db: state.State) -> None:
    for _ in range(20):
        throttle.failed(db, "name:li")
    put_back(db, "throttle", "failed_at", hours=24.1)
    throttle.failed(db, "name:wang")
    assert [row.failures for row in rows(db, "throttle")] == [1]
    assert throttle.wait(db, "name:li") == 0


def test_a_clock_that_was_put_back_locks_nobody_out_for_longer(db: state.State) -> None:
    for _ in range(8):
        throttle.failed(db, "name:li")
    put_back(db, "throttle", "failed_at", hours=-5)
    assert throttle.wait(db, "name:li") == 8


def test_tries_at_one_moment_all_count(db: state.State) -> None:
    with ThreadPoolExecutor(10) as pool:
        waits = list(pool.map(lambda _: throttle.attempt(db, "name:li"), range(30)))
    assert waits.count(0) == 6
    assert [row.failures for row in rows(db, "throttle")] == [6]
