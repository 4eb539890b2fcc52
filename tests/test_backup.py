"""A backup is whole or is not there; put back, it is the same city and the same accounts."""

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import killing
import pytest
import town
from filelock import FileLock
from killing import Writers

from chains import backup, state
from chains.backup import making
from chains.cli import main
from chains.errors import StateError, StoreError, UsageError
from chains.intake import confirm
from chains.settings import HOME
from chains.store import Store

ROW = "领导编号,姓名\nL02,示例领导乙\n"
HELD = "select leader_id, name from leader order by leader_id"
BEFORE = [("L01", "示例领导甲")]
AFTER = [*BEFORE, ("L02", "示例领导乙")]


def url(store: Store) -> str:
    return f"sqlite:///{(store.root / 'state.sqlite3').as_posix()}"


def lines(address: str, folder: Path) -> list[str]:
    """Every lasting row of a state database."""
    db = state.State.open(address)
    try:
        state.dump(db, folder / "dumped")
        assert state.audit.verify(db).broken is None
    finally:
        db.close()
    return (folder / "dumped").read_text(encoding="utf-8").splitlines()[1:]


def make(store: Store, folder: Path, keep: int | None = None) -> backup.Backup:
    db = state.State.open(url(store))
    try:
        return backup.make(store, db, folder, keep=keep)
    finally:
        db.close()


def damage(folder: Path) -> list[str]:
    return [one.subject for one in backup.verify(folder) if not one.noted]


def snapshot(root: Path) -> dict[str, bytes]:
    """Every file but the lock and what SQLite keeps beside its own."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.name != "lock" and not path.name.startswith("state.sqlite3")
    }


@pytest.fixture
def office(tmp_path: Path) -> Store:
    """A town, a leader who was submitted, an administrator and an entry of the audit log."""
    store = town.build(tmp_path / "office")
    confirm(store, town.look(store, "leader", ROW), by="示例联络员")
    db = state.State.open(url(store))
    state.accounts.create(db, name="admin", title="管理员", roles={"administrator"})
    state.audit.record(db, person="admin", action="publish", subject="edition 2")
    db.close()
    return store


@pytest.fixture
def made(office: Store, tmp_path: Path) -> Path:
    return make(office, tmp_path / "backups").path


def test_a_backup_put_back_is_the_same_city_and_the_same_accounts(
    office: Store, made: Path, tmp_path: Path
) -> None:
    assert backup.verify(made) == []
    new = Store(tmp_path / "new" / "store")
    assert backup.restore(made, new.root, url(new)) == backup.Restored(2, None)
    assert new.verify() == []
    assert new.path(2).read_bytes() == office.path(2).read_bytes()
    assert snapshot(new.files) == snapshot(office.files)
    assert len(snapshot(new.files)) == 1
    assert new.records() == office.records()
    assert lines(url(new), tmp_path) == lines(url(office), tmp_path)
    with pytest.raises(UsageError, match=r"Edition 1 was not in the backup.*edition 2"):
        new.open(1)
    assert new.restore(2, by="示例管理员") == 3


def test_the_manifest_names_every_file_and_the_end_of_the_audit_log(made: Path) -> None:
    manifest = json.loads((made / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["edition"], manifest["program"]) == (2, "0.1.0")
    assert manifest["audit"]["last"] == 1
    assert len(manifest["audit"]["hash"]) == 64
    assert manifest["files"].keys() == snapshot(made).keys() - {"manifest.json"}
    assert made.stat().st_mode & 0o077 == 0


def test_a_store_in_which_nothing_was_published_has_a_backup_of_its_accounts(
    empty: Store, tmp_path: Path
) -> None:
    db = state.State.open(url(empty))
    state.accounts.create(db, name="admin", title="管理员", roles={"administrator"})
    db.close()
    path = make(empty, tmp_path / "backups").path
    new = Store(tmp_path / "new")
    assert backup.restore(path, new.root, url(new)).edition == 0
    assert lines(url(new), tmp_path) == lines(url(empty), tmp_path)


def test_a_backup_made_while_others_publish_is_whole(office: Store, tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from chains.store import Store\n"
        "store = Store(Path(sys.argv[1])); print('begun', flush=True)\n"
        "while not Path(sys.argv[2]).exists():\n"
        "    store.publish(lambda db: None, by='a', kind='提交')"
    )
    stop = tmp_path / "stop"
    command = [sys.executable, "-c", script, str(office.root), str(stop)]
    environment = {"CHAINS_EDITIONS_KEPT": "1", "PATH": "/usr/bin:/bin"}
    with subprocess.Popen(command, cwd=HOME, env=environment, stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        found = [make(office, tmp_path / "backups") for _ in range(6)]
        stop.touch()
    assert writer.returncode == 0
    assert [one.findings for one in found] == [()] * 6
    assert [damage(one.path) for one in found] == [[]] * 6
    assert found[0].edition < found[-1].edition


def test_older_backups_beyond_a_number_are_removed(office: Store, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    paths = [make(office, folder, keep=keep).path for keep in (None, None, 2, 2)]
    assert making.finished(folder) == paths[2:]
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        [*(path.name for path in paths[2:]), "lock"]
    )
    with pytest.raises(UsageError, match="At least one"):
        make(office, folder, keep=0)


def test_a_backup_belongs_to_another_place_than_the_store(office: Store) -> None:
    with pytest.raises(UsageError, match="lies within the store"):
        make(office, office.root / "backups")
    assert not (office.root / "backups").exists()


def test_two_backups_into_one_folder_do_not_meet(
    office: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "LOCK_SECONDS", 0.1)
    (tmp_path / "backups").mkdir()
    with FileLock(tmp_path / "backups" / "lock"), pytest.raises(StoreError, match="Another backup"):
        make(office, tmp_path / "backups")


def test_whatever_is_changed_in_a_backup_is_found_and_it_is_not_put_back(
    made: Path, tmp_path: Path
) -> None:
    for name in snapshot(made):
        spoilt = tmp_path / "spoilt"
        shutil.copytree(made, spoilt)
        (spoilt / name).write_bytes((spoilt / name).read_bytes()[:-1] + b"?")
        new = Store(tmp_path / "new")
        if name == "manifest.json":
            with pytest.raises(UsageError, match="is no backup"):
                backup.verify(spoilt)
        else:
            assert name in damage(spoilt)
            with pytest.raises(StoreError, match="is damaged"):
                backup.restore(spoilt, new.root, url(new))
        assert not new.root.exists()
        (spoilt / name).unlink()
        with pytest.raises((StoreError, UsageError), match=r"is damaged|is no backup"):
            backup.restore(spoilt, new.root, url(new))
        shutil.rmtree(spoilt)


def test_a_damaged_store_is_backed_up_as_it_is_and_costs_no_older_backup(
    office: Store, made: Path, tmp_path: Path
) -> None:
    [original] = office.files.iterdir()
    original.write_bytes(b"spoilt")
    second = make(office, tmp_path / "backups", keep=1)
    assert [one.subject for one in second.findings] == [original.name]
    assert making.finished(tmp_path / "backups") == [made, second.path]
    assert damage(made) == []


def test_nothing_is_put_over_data(office: Store, made: Path, tmp_path: Path) -> None:
    before = snapshot(office.root)
    with pytest.raises(StoreError, match=r"holds data already.*--force"):
        backup.restore(made, office.root, url(office))
    accounts = Store(tmp_path / "accounts")
    shutil.copytree(office.root, accounts.root)
    shutil.rmtree(accounts.folder)
    (accounts.root / "CURRENT").unlink()
    assert backup.restore(made, accounts.root, url(accounts)).edition == 2  # the same accounts
    shutil.rmtree(accounts.folder)
    (accounts.root / "CURRENT").unlink()
    db = state.State.open(url(accounts))
    state.audit.record(db, person="admin", action="export")
    db.close()
    with pytest.raises(StoreError, match="holds data already"):
        backup.restore(made, accounts.root, url(accounts))
    assert snapshot(office.root) == before


def test_a_store_whose_pointer_is_lost_is_not_taken_for_empty(
    office: Store, made: Path, tmp_path: Path
) -> None:
    for path in office.root.glob("state.sqlite3*"):
        path.unlink()
    (office.root / "CURRENT").unlink()
    elsewhere = f"sqlite:///{tmp_path / 'elsewhere.sqlite3'}"
    with pytest.raises(StoreError, match="holds data already"):
        backup.restore(made, office.root, elsewhere)
    assert office.path(1).exists()


def test_by_force_the_store_is_renamed_aside_and_loses_nothing(
    office: Store, made: Path, tmp_path: Path
) -> None:
    office.restore(1, by="示例管理员")
    before, rows = snapshot(office.root), lines(url(office), tmp_path)
    done = backup.restore(made, office.root, url(office), force=True)
    assert done.edition == 2
    assert town.held(office, HELD) == AFTER
    assert done.aside is not None
    assert snapshot(done.aside) == before
    assert lines(url(Store(done.aside)), tmp_path) == rows
    assert damage(made) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        ["backups", "dumped", "office", done.aside.name]
    )


def test_a_state_database_elsewhere_must_be_empty_even_by_force(
    office: Store, made: Path, tmp_path: Path
) -> None:
    elsewhere = f"sqlite:///{(tmp_path / 'elsewhere.sqlite3').as_posix()}"
    db = state.State.open(elsewhere)
    state.accounts.create(db, name="other", title="别人", roles={"leader"})
    db.close()
    before = snapshot(office.root)
    with pytest.raises(StoreError, match="CHAINS_STATE"):
        backup.restore(made, office.root, elsewhere, force=True)
    with pytest.raises(StateError):
        backup.restore(made, tmp_path / "new", "postgresql://nobody@127.0.0.1:1/x")
    assert snapshot(office.root) == before
    (tmp_path / "elsewhere.sqlite3").unlink()
    backup.restore(made, office.root, elsewhere, force=True)
    assert lines(elsewhere, tmp_path)[0].startswith('{"account": {"account": 1, "name": "admin"')


def back_up(root: Path) -> None:
    make(Store(root / "office"), root / "backups", keep=1)


def put_back(root: Path) -> None:
    [path] = making.finished(root / "backups")
    new = Store(root / "new")
    backup.restore(path, new.root, url(new))


def put_over(root: Path) -> None:
    [path] = making.finished(root / "backups")
    old = Store(root / "office")
    backup.restore(path, old.root, url(old), force=True)


ACTS = {act.__name__: act for act in (back_up, put_back, put_over)}


@pytest.fixture(scope="module")
def writers() -> Iterator[Writers]:
    with killing.writers(__name__) as process:
        yield process


@pytest.fixture
def killed(
    office: Store, made: Path, tmp_path: Path, writers: Writers
) -> Callable[[killing.Act], Iterator[Path]]:
    """Copies of the office and its backup, in each of which the act was killed at another line."""
    del office, made
    base = tmp_path / "base"
    base.mkdir()
    for name in ("office", "backups"):
        shutil.move(tmp_path / name, base / name)

    def kill(act: killing.Act) -> Iterator[Path]:
        shutil.copytree(base, tmp_path / "whole")
        count = writers.lines(act, tmp_path / "whole")
        for point in killing.points(count, 12, last=160, step=4):
            root = tmp_path / f"killed-{point}"
            shutil.copytree(base, root)
            assert writers.run(act, root, last=point)[:2] == ([], -signal.SIGKILL)
            yield root
            shutil.rmtree(root)

    return kill


def test_killed_at_any_line_a_backup_is_whole_or_does_not_look_it(
    killed: Callable[[killing.Act], Iterator[Path]],
) -> None:
    found = set()
    for root in killed(back_up):
        paths = making.finished(root / "backups")
        assert paths
        assert [damage(path) for path in paths] == [[]] * len(paths)
        back_up(root)
        assert len(making.finished(root / "backups")) == 1
        assert list((root / "backups").glob("*.part")) == []
        assert Store(root / "office").verify() == []
        found.add(len(paths))
    assert found == {1, 2}


def test_killed_at_any_line_a_restore_is_whole_or_not_seen_and_can_be_done_again(
    killed: Callable[[killing.Act], Iterator[Path]], tmp_path: Path
) -> None:
    found = set()
    for root in killed(put_back):
        new = Store(root / "new")
        found.add(new.current())
        if new.current() == 0:
            put_back(root)
        assert town.held(new, HELD) == AFTER
        assert [one for one in new.verify() if not one.noted] == []
        assert lines(url(new), tmp_path) == lines(url(Store(root / "office")), tmp_path)
    assert found == {0, 2}


def test_killed_at_any_line_a_restore_by_force_loses_neither_city(
    killed: Callable[[killing.Act], Iterator[Path]],
) -> None:
    found = set()
    for root in killed(put_over):
        asides = list(root.glob("office-before-*"))
        here = (root / "office").is_dir()
        assert here or asides
        found.add((here, len(asides)))
        for path in [root / "office"] * here + asides:
            assert town.held(Store(path), HELD) == AFTER
            assert [one for one in Store(path).verify() if not one.noted] == []
        put_over(root)
        assert Store(root / "office").verify() == []
        assert not (root / "office.restoring").exists()
    assert {(True, 0), (True, 1)} <= found


@pytest.fixture
def commands(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run a command in English on a store: status, stdout, stderr."""

    def run(store: Store, *words: object) -> tuple[int, str, str]:
        status = main(["--store", str(store.root), "--language", "en", *map(str, words)])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return run


def test_the_commands_back_up_verify_and_restore(
    office: Store, tmp_path: Path, commands: Callable[..., tuple[int, str, str]]
) -> None:
    status, out, _ = commands(office, "backup", tmp_path / "backups", "--json")
    assert status == 0
    path = Path(json.loads(out)["path"])
    assert commands(office, "verify") == (0, "Everything is whole.\n", "")
    assert commands(office, "verify", path) == (0, "Everything is whole.\n", "")
    status, _, said = commands(office, "restore", path)
    assert (status, "holds data already" in said) == (1, True)
    new = Store(tmp_path / "new")
    assert commands(new, "restore", tmp_path / "backups")[0] == 2
    assert commands(new, "restore", path)[0] == 0
    entries = [json.loads(line) for line in lines(url(new), tmp_path)]
    audit = [one["audit"] for one in entries if "audit" in one]
    assert [(one["action"], one["outcome"]) for one in audit] == [
        ("publish", "done"),
        ("restore", "done"),
    ]
    status, out, _ = commands(new, "restore", path, "--force", "--json")
    assert status == 0
    assert Path(json.loads(out)["aside"]).is_dir()
    (path / "state.jsonl").write_text("")
    status, out, _ = commands(new, "verify", path, "--json")
    assert status == 1
    assert json.loads(out)["findings"][0]["subject"] == "state.jsonl"


def test_a_backup_of_an_older_release_is_upgraded_when_it_is_put_back(
    tmp_path: Path, commands: Callable[..., tuple[int, str, str]]
) -> None:
    old = Store(tmp_path / "old")
    shutil.unpack_archive(HOME / "tests/releases/before-0.1.0/store.tar.gz", old.root)
    path = make(old, tmp_path / "backups").path
    new = Store(tmp_path / "new")
    assert commands(new, "restore", path)[0] == 0
    assert [one.kind for one in new.records()] == ["提交", "提交", "升级"]
    status, out, _ = commands(old, "upgrade")
    assert (status, out) == (0, "The store is up to date, as edition 3.\n")
    assert commands(old, "upgrade")[1] == "The store is up to date; nothing was missing.\n"
