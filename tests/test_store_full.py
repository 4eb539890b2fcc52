"""A full disk stops publish, upgrade, backup and restore with a sentence, and costs nothing.

The disk is a small one in memory; where none can be mounted, the size of a file is limited instead.
"""

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from chains import backup, state
from chains.backup import making
from chains.errors import ChainsError
from chains.settings import HOME
from chains.store import Store

SIZE = 64 * 2**20
OLDER = HOME / "tests" / "releases" / "before-0.1.0" / "store.tar.gz"
PRESENT = HOME / "tests" / "releases" / "0.1.0" / "store.tar.gz"
MANY = """insert into county select md5(i::varchar), md5((i + 1)::varchar), null, null, 1, 1
from range(60000) as n(i)"""


def url(root: Path) -> str:
    return f"sqlite:///{(root / 'state.sqlite3').as_posix()}"


def publish(disk: Path) -> None:
    """Add many rows to the store on the disk."""
    Store(disk / "store").publish(lambda db: db.execute(MANY) and None, by="a", kind="提交")


def upgrade(disk: Path) -> None:
    """Bring the store on the disk up to this release."""
    Store(disk / "store").upgrade("示例管理员")


def back_up(disk: Path) -> None:
    """Copy the store beside the disk onto it."""
    source = disk.with_name("source")
    db = state.State.open(url(source))
    backup.make(Store(source), db, disk / "backups")


def put_back(disk: Path) -> None:
    """Restore the backup beside the disk onto it."""
    [path] = making.finished(disk.with_name("backups"))
    backup.restore(path, disk / "new", url(disk / "new"))


ACTS = {act.__name__: act for act in (publish, upgrade, back_up, put_back)}


def act_within(name: str, disk: str, limit: str) -> None:
    """In a process of its own: act, with files up to a limit, and print what is said."""
    if int(limit):
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
    try:
        ACTS[name](Path(disk))
    except ChainsError as error:
        print(error)
    else:
        print("done")


@dataclass(frozen=True)
class Disk:
    """A folder of which only so much can be filled."""

    folder: Path
    mounted: bool

    def act(self, name: str, room: int) -> str:
        """Act while only so many bytes are free; return what was said."""
        filler = self.folder / "filler"
        if self.mounted:
            free = shutil.disk_usage(self.folder).free
            filler.write_bytes(b"\0" * max(0, free - room))
        limit = 0 if self.mounted else room
        script = f"import {__name__} as module; module.act_within(*__import__('sys').argv[1:])"
        environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(HOME), str(HOME / "tests")])}
        done = subprocess.run(
            [sys.executable, "-c", script, name, str(self.folder), str(limit)],
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        filler.unlink(missing_ok=True)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)]
    mounted = shutil.which("mount") is not None
    if mounted:
        mounted = subprocess.run(command, check=False, capture_output=True).returncode == 0
    yield Disk(folder, mounted)
    if mounted:
        subprocess.run(["umount", str(folder)], check=True)


def unpack(release: Path, root: Path) -> Store:
    shutil.unpack_archive(release, root, filter="data")
    return Store(root)


def files(root: Path) -> dict[str, bytes]:
    """Every file by its path, but locks."""
    found = (path for path in sorted(root.rglob("*")) if path.is_file() and path.name != "lock")
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


def rooms(size: int) -> list[int]:
    """From nearly none to nearly enough for an edition of that size."""
    return [4096, 65536, size // 2, size - 65536, size + 65536]


@pytest.mark.parametrize(("act", "release"), [("publish", PRESENT), ("upgrade", OLDER)])
def test_a_full_disk_leaves_the_store_as_it_was(disk: Disk, act: str, release: Path) -> None:
    store = unpack(release, disk.folder / "store")
    before = files(store.root)
    refused = 0
    for room in rooms(store.path(2).stat().st_size):
        said = disk.act(act, room)
        if said == "done":
            break
        assert "could not be written" in said
        assert "Nothing was changed" in said
        assert files(store.root) == before
        refused += 1
    assert refused >= 3
    assert said == "done" or disk.act(act, SIZE) == "done"
    assert store.current() == 3
    assert [one for one in store.verify() if not one.noted] == []


def test_a_full_disk_leaves_no_backup_that_looks_finished(disk: Disk, tmp_path: Path) -> None:
    source = unpack(PRESENT, tmp_path / "source")
    before = files(source.root)
    folder = disk.folder / "backups"
    refused = 0
    for room in rooms(source.path(2).stat().st_size):
        said = disk.act("back_up", room)
        if said == "done":
            break
        assert "could not be written" in said or "cannot be opened" in said
        assert set(files(folder)) == set()
        refused += 1
    assert refused >= 3
    assert said == "done" or disk.act("back_up", SIZE) == "done"
    [path] = making.finished(folder)
    assert backup.verify(path) == []
    kept = files(source.root)
    assert {name: kept[name] for name in before} == before


def test_a_full_disk_leaves_a_restore_unseen(disk: Disk, tmp_path: Path) -> None:
    source = unpack(PRESENT, tmp_path / "source")
    db = state.State.open(url(source.root))
    state.accounts.create(db, name="admin", title="管理员", roles={"administrator"})
    backup.make(source, db, tmp_path / "backups")
    db.close()
    new = Store(disk.folder / "new")
    refused = 0
    for room in rooms(source.path(2).stat().st_size):
        said = disk.act("put_back", room)
        if said == "done":
            break
        assert "written" in said or "cannot be opened" in said or "cannot write" in said
        assert new.current() == 0
        refused += 1
    assert refused >= 3
    assert said == "done" or disk.act("put_back", SIZE) == "done"
    assert new.current() == 2
    assert new.verify() == []
