"""Putting a backup into the place of a store and its state, which are not to hold anything."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from chains import state
from chains.backup import manifest
from chains.backup.making import free
from chains.errors import StoreError
from chains.store import Store, adopt, durable, vacant, writing
from chains.store.editions import LOCK_SECONDS

SQLITE = "sqlite:///"


@dataclass(frozen=True)
class Restored:
    """The edition that is current now, and where the store that stood there before stands."""

    edition: int
    aside: Path | None


def restore(backup: Path, root: Path, url: str, *, force: bool = False) -> Restored:
    """Fill the store at `root` and the state database at `url` from a backup.

    Where they hold data it is refused; with `force` the folder of the store is renamed aside. A
    state database outside that folder must be empty in any case.
    """
    _refuse_damaged(backup)
    source = Store(backup)
    lines = backup / manifest.STATE
    if vacant(Store(root), source) and _fits(url, lines):
        return Restored(adopt(source, Store(root), lambda: _load(url, lines)), None)
    if not force:
        raise StoreError(
            "The store {path} or its state database holds data already. Nothing was changed. "
            "With --force, the folder is renamed aside first.",
            path=root,
        )
    return _replace(source, root, url)


def _refuse_damaged(backup: Path) -> None:
    for one in manifest.check(backup):
        if not one.noted:
            raise StoreError(
                "The backup {path} is damaged ({name}: {reason}). Nothing was changed.",
                path=backup,
                name=one.subject,
                reason=one.said,
            )


def _replace(source: Store, root: Path, url: str) -> Restored:
    """Build the store beside the present one, then let them change places."""
    lines = source.root / manifest.STATE
    draft = root.with_name(f"{root.name}.restoring")
    inside = _inside(root, url)
    if inside is None and not _fits(url, lines):
        raise StoreError(
            "The state database lies outside the store and holds accounts already. "
            "Name an empty one with CHAINS_STATE. Nothing was changed."
        )
    with writing.told():
        durable.remove(draft)
    there = url if inside is None else SQLITE + (draft / inside).as_posix()
    try:
        number = adopt(source, Store(draft), lambda: _load(there, lines))
        aside = _swap(root, draft)
    except BaseException:
        durable.remove(draft)
        raise
    return Restored(number, aside)


def _swap(root: Path, draft: Path) -> Path:
    """Rename the store aside and the draft into its place, while nobody publishes."""
    aside = free(root.parent, f"{root.name}-before-{datetime.now():%Y%m%d-%H%M%S}")
    with writing.alone(root / "lock", LOCK_SECONDS):
        pass  # a publish that was on its way has ended
    try:
        root.rename(aside)
    except OSError as error:
        raise StoreError(
            "The folder {path} cannot be renamed: {reason}. Nothing was changed. Stop the "
            "dashboard, move what is in the folder elsewhere, and restore without --force.",
            path=root,
            reason=error.strerror,
        ) from error
    draft.rename(root)
    durable.sync(root.parent)
    return aside


def _inside(root: Path, url: str) -> Path | None:
    """The state database's place within the store, or None where it lies elsewhere."""
    if not url.startswith(SQLITE):
        return None
    file = Path(url.removeprefix(SQLITE)).resolve()
    return file.relative_to(root.resolve()) if file.is_relative_to(root.resolve()) else None


def _fits(url: str, lines: Path) -> bool:
    """Whether the state database is empty, or holds what a restore before this one put there."""
    if url.startswith(SQLITE) and not Path(url.removeprefix(SQLITE)).exists():
        return True
    with _opened(url) as db:
        return _blank(db) or _same(db, lines)


def _load(url: str, lines: Path) -> None:
    with _opened(url) as db:
        if _blank(db):
            state.load(db, lines)


def _blank(db: state.State) -> bool:
    return not state.accounts.every(db) and not state.audit.search(db, limit=1)


def _same(db: state.State, lines: Path) -> bool:
    """Whether a dump would give the same rows; its first line names the schema's version."""
    with tempfile.TemporaryDirectory() as folder:
        dumped = Path(folder) / manifest.STATE
        state.dump(db, dumped)
        return _rows(dumped) == _rows(lines)


def _rows(path: Path) -> bytes:
    return path.read_bytes().partition(b"\n")[2]


@contextmanager
def _opened(url: str) -> Iterator[state.State]:
    db = state.State.open(url)
    try:
        yield db
    finally:
        db.close()
