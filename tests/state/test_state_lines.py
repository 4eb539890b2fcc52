"""The state as lines of JSON: out of either database and into either."""

import json
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from chains import state
from chains.access import Scope
from chains.errors import StateError


@pytest.fixture
def full(db: state.State) -> state.State:
    """A database with people who did things."""
    scope = Scope(frozenset({"C1"}), frozenset({"*"}), frozenset())
    admin = state.accounts.create(db, name="admin", title="管理员", roles={"administrator"})
    state.accounts.create(
        db, name="李雷", title="x", roles={"liaison", "analyst"}, scope=scope, subject="sso|1"
    )
    state.sessions.start(db, admin.account, "10.0.0.1")
    state.tickets.issue(db, admin.account)
    state.throttle.failed(db, "name:x")
    for turn in range(5):
        state.audit.record(db, person="李雷", action="upload", detail=f"第 {turn} 行\n\u2028")
    return db


@pytest.fixture(params=["sqlite", "postgresql"])
def other(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[state.State]:
    """Another, empty database of either kind."""
    if request.param == "sqlite":
        opened = state.State.open(f"sqlite:///{tmp_path}/other.sqlite3")
        yield opened
        opened.close()
        return
    with request.getfixturevalue("server").database() as url:
        opened = state.State.open(url)
        yield opened
        opened.close()


def test_what_comes_out_of_one_database_goes_into_another(
    full: state.State, other: state.State, tmp_path: Path
) -> None:
    assert state.dump(full, tmp_path / "state.jsonl") == 2 + 5 + 2
    assert state.load(other, tmp_path / "state.jsonl") == 9
    assert state.accounts.every(other) == state.accounts.every(full)
    assert state.audit.search(other) == state.audit.search(full)
    assert state.audit.verify(other) == state.audit.verify(full)
    state.dump(other, tmp_path / "again.jsonl")
    assert (tmp_path / "again.jsonl").read_bytes() == (tmp_path / "state.jsonl").read_bytes()


def test_the_copy_goes_on_where_the_original_stood(
    full: state.State, other: state.State, tmp_path: Path
) -> None:
    state.dump(full, tmp_path / "state.jsonl")
    state.load(other, tmp_path / "state.jsonl")
    assert state.accounts.create(other, name="new", title="", roles={"leader"}).account == 3
    assert state.audit.record(other, person="new", action="sign-in") == 6
    assert state.audit.verify(other).broken is None


def test_nobody_is_signed_in_after_a_restore(full: state.State, tmp_path: Path) -> None:
    state.dump(full, tmp_path / "state.jsonl")
    lines = (tmp_path / "state.jsonl").read_text(encoding="utf-8").split("\n")
    tables = {name for line in lines[1:-1] for name in json.loads(line)}
    assert tables == {"account", "audit", "audit_mark"}


def test_only_its_owner_reads_a_dump(full: state.State, tmp_path: Path) -> None:
    path = tmp_path / "state.jsonl"
    path.touch(0o666)
    state.dump(full, path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_database_that_holds_something_is_not_overwritten(
    full: state.State, tmp_path: Path
) -> None:
    state.dump(full, tmp_path / "state.jsonl")
    before = state.audit.search(full)
    with pytest.raises(StateError, match="already"):
        state.load(full, tmp_path / "state.jsonl")
    assert state.audit.search(full) == before


@pytest.mark.parametrize(
    "damage",
    [
        lambda lines: lines[:-1],
        lambda lines: [*lines[:-1], lines[-1][:9]],
        lambda lines: [lines[0], *lines[2:]],
        lambda lines: lines[1:],
        lambda _: [],
        lambda _: ["\x7fELF"],
        lambda lines: [*lines, "[]"],
        lambda lines: [*lines, "7"],
        lambda lines: [*lines, '{"session": {}}'],
        lambda lines: [*lines, lines[-1]],
        lambda lines: [line.replace('"entry"', '"number"') for line in lines],
        lambda lines: [line.replace('"title": "x"', '"title": null') for line in lines],
        lambda lines: [line.replace('"title": "x"', '"title": {}') for line in lines],
        lambda lines: [line.replace('"created_at": "2', '"created_at": "x') for line in lines],
    ],
)
def test_a_damaged_dump_fills_nothing(full: state.State, tmp_path: Path, damage: object) -> None:
    path = tmp_path / "state.jsonl"
    state.dump(full, path)
    lines = damage(path.read_text(encoding="utf-8").splitlines(keepends=False))
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    fresh = state.State.open(f"sqlite:///{tmp_path}/fresh.sqlite3")
    with pytest.raises(StateError, match="no backup"):
        state.load(fresh, path)
    assert (state.accounts.every(fresh), state.audit.verify(fresh).entries) == ([], 0)
    assert state.audit.record(fresh, person="a", action="b") == 1
    fresh.close()


def test_a_dump_of_a_newer_release_is_refused(full: state.State, tmp_path: Path) -> None:
    path = tmp_path / "state.jsonl"
    state.dump(full, path)
    path.write_text(path.read_text(encoding="utf-8").replace('"0004"', '"9999"', 1), "utf-8")
    fresh = state.State.open(f"sqlite:///{tmp_path}/fresh.sqlite3")
    with pytest.raises(StateError, match="newer release"):
        state.load(fresh, path)
    fresh.close()
