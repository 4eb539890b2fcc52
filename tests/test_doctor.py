"""The doctor names what is wrong with an installation, each with its remedy, and mends nothing."""

import json
import os
import sqlite3
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path

import pytest
import town
from filelock import FileLock

from chains import doctor, i18n, settings, state
from chains.cli import main
from chains.doctor import configuration, holdings, machine, place
from chains.settings import HOME
from chains.store import Store
from chains.store.release import RELEASED, VERSION

Examine = Callable[[], dict[str, doctor.Check]]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A town with a state database, of which everything is in order."""
    monkeypatch.setenv("CHAINS_STORE", str(tmp_path / "city"))
    made = town.build(tmp_path / "city")
    db = state.State.open(settings.state_url())
    state.audit.record(db, person="admin", action="publish")
    state.audit.record(db, person="admin", action="export")
    db.close()
    return made


@pytest.fixture
def examine(store: Store) -> Examine:
    """Every check by its name, the worst where several have one."""

    def run() -> dict[str, doctor.Check]:
        order = (doctor.OK, doctor.WARN, doctor.FAIL)
        checks = doctor.examine(store)
        return {one.name: one for one in sorted(checks, key=lambda one: order.index(one.verdict))}

    return run


def wrong(found: dict[str, doctor.Check]) -> dict[str, str]:
    return {name: one.verdict for name, one in found.items() if one.verdict != doctor.OK}


def test_a_sound_installation_has_nothing_to_mend(examine: Examine) -> None:
    found = examine()
    assert wrong(found).keys() <= {"font"}
    assert found.keys() >= {"python", "packages", "font", "clock", "store folder", "state file"}
    assert found.keys() >= {"disk", "store", "lock", "state", "audit", "access", "settings"}
    assert all(one.said for one in found.values())


def test_the_doctor_changes_nothing(examine: Examine, store: Store, tmp_path: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in store.root.rglob("*.duckdb")}
    rows = store.records()
    examine()
    assert {path: path.stat().st_mtime_ns for path in store.root.rglob("*.duckdb")} == before
    assert store.records() == rows
    doctor.examine(Store(tmp_path / "none"))
    assert not (tmp_path / "none").exists()


def test_the_release_is_the_one_that_is_declared() -> None:
    assert f'\nversion = "{VERSION}"\n' in (HOME / "pyproject.toml").read_text(encoding="utf-8")


def test_an_old_python_and_other_packages_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert machine.python((3, 10)).verdict == doctor.FAIL
    assert machine.python(sys.version_info[:2]).verdict == doctor.OK
    lock = tmp_path / "requirements.lock"
    lock.write_text(
        f"duckdb=={version('duckdb')} \\\n    --hash=sha256:00\n"
        "streamlit==0.1 \\\n    --hash=sha256:00\nnever-was==1.0\n"
        "for-windows==2.0 ; sys_platform == 'win32' \\\n    --hash=sha256:00\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(machine, "LOCK", lock)
    [found] = machine.packages()
    assert found.verdict == doctor.FAIL
    assert f"streamlit 0.1 ({version('streamlit')}), never-was 1.0 (-)" in found.said
    assert "duckdb" not in found.said and "for-windows" not in found.said
    lock.unlink()
    assert [one.verdict for one in machine.packages()] == [doctor.WARN]


@pytest.mark.parametrize(
    ("script", "verdict"),
    [("echo 'Some Sans SC,某黑体'", doctor.OK), ("true", doctor.WARN), (None, doctor.OK)],
)
def test_a_machine_without_chinese_letters_is_warned_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str | None, verdict: str
) -> None:
    if script:
        (tmp_path / "fc-list").write_text(f"#!/bin/sh\n{script}\n")
        (tmp_path / "fc-list").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert machine.font().verdict == verdict


def test_a_clock_behind_what_has_happened_is_wrong(store: Store) -> None:
    made = store.records()[-1].made_at
    assert machine.clock(store, made + timedelta(seconds=1)).verdict == doctor.OK
    assert machine.clock(store, made - timedelta(days=1)).verdict == doctor.FAIL
    before = datetime(RELEASED.year, RELEASED.month, RELEASED.day) - timedelta(days=1)
    assert machine.clock(store, before).verdict == doctor.FAIL


def test_folders_that_strangers_can_read_are_named(examine: Examine, store: Store) -> None:
    store.root.chmod(0o755)
    (store.root / "state.sqlite3").chmod(0o640)
    found = wrong(examine())
    assert found["store folder"] == doctor.WARN
    assert found["state file"] == doctor.FAIL


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert place.folder("store folder", tmp_path / "file" / "city").verdict == doctor.FAIL
    assert place.folder("store folder", tmp_path / "new" / "city").verdict == doctor.OK


def test_a_disk_without_room_is_named(examine: Examine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHAINS_DISK_MB", "999999999")
    assert wrong(examine())["disk"] == doctor.WARN
    monkeypatch.setattr(place, "MB", 2**60)
    assert wrong(examine())["disk"] == doctor.FAIL


def test_a_store_that_does_not_open_is_named(examine: Examine, store: Store) -> None:
    store.path(1).write_bytes(b"x")
    found = examine()
    assert wrong(found)["store"] == doctor.FAIL
    assert "Edition 1 cannot be read" in _english(found["store"])


def test_an_empty_store_is_worth_a_word(tmp_path: Path) -> None:
    assert holdings.editions(Store(tmp_path / "none")).verdict == doctor.WARN


def test_a_writer_that_hangs_and_what_a_dead_one_left_are_named(
    examine: Examine, store: Store
) -> None:
    (store.folder / "candidate-1.duckdb").write_bytes(b"half")
    assert wrong(examine())["leftovers"] == doctor.WARN
    with FileLock(store.root / "lock"):
        assert wrong(examine())["lock"] == doctor.WARN


def test_a_state_database_that_is_broken_or_was_tampered_with_is_named(
    examine: Examine, store: Store
) -> None:
    file = store.root / "state.sqlite3"
    with sqlite3.connect(file) as connection:
        for (name,) in connection.execute("select name from sqlite_master where type = 'trigger'"):
            connection.execute(f"drop trigger {name}")
        connection.execute("update audit set person = 'other' where entry = 1")
    connection.close()
    found = examine()
    assert wrong(found)["audit"] == doctor.FAIL
    assert "entry 1" in _english(found["audit"])
    for path in store.root.glob("state.sqlite3*"):
        path.unlink()
    file.write_bytes(b"no database" * 1000)
    file.chmod(0o600)
    assert wrong(examine())["state"] == doctor.FAIL


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("CHAINS_ACESS=local", ("settings", doctor.FAIL, "Write CHAINS_ACCESS")),
        ("CHAINS_SOMETHING_ELSE=1", ("settings", doctor.FAIL, "docs/operations.md")),
        ("CHAINS_PORT=http", ("port", doctor.FAIL, "Write a number")),
        ("CHAINS_EDITIONS_KEPT=0", ("editions_kept", doctor.FAIL, "above 0")),
        ("CHAINS_LANGUAGE=fr", ("language", doctor.WARN, "zh, en")),
        ("CHAINS_ACCESS=everybody", ("access", doctor.FAIL, "")),
        ("CHAINS_ACCESS=oidc", ("access", doctor.FAIL, "")),
        ("CHAINS_ACCESS=local", ("administrator", doctor.WARN, "next start")),
        ("CHAINS_ADDRESS=192.0.2.7", ("access", doctor.FAIL, "")),
        ("CHAINS_METRICS_TOKEN=secret", ("metrics_token", doctor.WARN, "openssl")),
        ("CHAINS_WEBHOOK_URL=https://office.example", ("webhook_secret", doctor.WARN, "openssl")),
        ("CHAINS_WEBHOOK_URL=office.example", ("webhook_url", doctor.FAIL, "https")),
    ],
)
def test_a_setting_that_is_not_sensible_is_named(
    examine: Examine,
    monkeypatch: pytest.MonkeyPatch,
    given: str,
    expected: tuple[str, str, str],
) -> None:
    monkeypatch.setenv(*given.split("="))
    name, verdict, says = expected
    found = examine()
    assert wrong(found)[name] == verdict
    with i18n.speaking("en"):
        assert says in found[name].advised


def test_an_open_door_to_the_network_is_warned_of(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHAINS_ADDRESS", "192.0.2.7")
    expected = {"open": {"access", "hosts"}, "local": {"https", "hosts"}}
    for mode, names in expected.items():
        monkeypatch.setenv("CHAINS_ACCESS", mode)
        found = {one.name for one in configuration.look(store) if one.verdict == doctor.WARN}
        assert found == names
    monkeypatch.setenv("CHAINS_PROXIES", "10.0.0.1")
    monkeypatch.setenv("CHAINS_HOSTS", "chains.example.gov.cn")
    assert {one.verdict for one in configuration.look(store)} == {doctor.OK}
    for name in ("METADATA", "CLIENT", "SECRET"):
        monkeypatch.setenv(f"CHAINS_OIDC_{name}", "https://example.org")
    monkeypatch.setenv("CHAINS_OIDC_REDIRECT", "http://chains.example.gov.cn/oauth2callback")
    monkeypatch.setenv("CHAINS_ACCESS", "oidc")
    assert [one.name for one in configuration.look(store) if one.verdict == doctor.WARN] == [
        "https"
    ]


def test_whatever_is_not_in_order_comes_with_a_remedy_in_both_languages(
    examine: Examine, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHAINS_ACESS", "local")
    monkeypatch.setenv("CHAINS_ACCESS", "local")
    monkeypatch.setenv("CHAINS_ADDRESS", "192.0.2.7")
    store.root.chmod(0o755)
    for one in examine().values():
        for language in i18n.LANGUAGES:
            with i18n.speaking(language):
                assert one.said
                assert one.advised or one.verdict == doctor.OK


def test_the_command_says_all_and_fails_where_something_does(
    store: Store, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ["--store", str(store.root), "--language", "en", "doctor"]
    assert main(words) == 0
    assert "Edition 1 opens" in capsys.readouterr().out
    monkeypatch.setenv("CHAINS_ACESS", "local")
    assert main(words) == 1
    assert "→ Write CHAINS_ACCESS, if that is what was meant." in capsys.readouterr().out
    assert main([*words, "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["healthy"] is False
    assert {"check", "verdict", "says", "remedy"} == found["checks"][0].keys()


def test_a_check_that_cannot_be_made_does_not_stop_the_others(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHAINS_DISK_MB", "much")
    found = doctor.examine(store)
    assert {"place", "disk_mb"} <= {one.name for one in found if one.verdict == doctor.FAIL}
    assert "store" in {one.name for one in found if one.verdict == doctor.OK}
    del os.environ["CHAINS_DISK_MB"]


def _english(check: doctor.Check) -> str:
    with i18n.speaking("en"):
        return check.said
