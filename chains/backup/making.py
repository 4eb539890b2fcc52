"""Making a backup while the dashboard runs: a draft, verified, and renamed when it is whole."""

import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from chains import state
from chains.backup import manifest
from chains.backup.manifest import File, Manifest
from chains.errors import N_, StoreError, UsageError
from chains.i18n import _
from chains.store import Finding, Store, durable, record, transfer, writing
from chains.store.release import VERSION

PART = ".part"
NAME = re.compile(r"chainboard-\d{8}-\d{6}(-\d+)?")
BUSY = N_("Another backup is being made in this folder.")
LOCK_SECONDS = 5.0

Progress = Callable[[float, str], object]


@dataclass(frozen=True)
class Backup:
    """A finished backup. Its findings are damage that the store itself has, copied faithfully."""

    path: Path
    edition: int
    findings: tuple[Finding, ...]


def make(
    store: Store,
    db: state.State,
    folder: Path,
    *,
    keep: int | None = None,
    progress: Progress | None = None,
) -> Backup:
    """Copy current edition, submitted files and state into a new folder within `folder`.

    With `keep`, older backups beyond so many are removed when this one is whole.
    """
    _refuse(store, folder, keep)
    with writing.alone(folder / "lock", LOCK_SECONDS, BUSY):
        for broken in folder.glob(f"chainboard-*{PART}"):
            durable.remove(broken)
        target = free(folder, f"chainboard-{datetime.now():%Y%m%d-%H%M%S}")
        part = target.with_name(target.name + PART)
        try:
            part.mkdir(mode=0o700)
            findings = _fill(part, store, db, progress)
        except BaseException:
            durable.remove(part)
            raise
        part.rename(target)
        durable.sync(folder)
        if keep is not None and not findings:
            _prune([path for path in finished(folder) if path != target], keep - 1)
    return Backup(target, Store(target).current(), findings)


def finished(folder: Path) -> list[Path]:
    """The backups in a folder, oldest first."""
    found = (path for path in folder.glob("chainboard-*") if NAME.fullmatch(path.name))
    return sorted((path for path in found if (path / manifest.NAME).exists()), key=_age)


def _refuse(store: Store, folder: Path, keep: int | None) -> None:
    if keep is not None and keep < 1:
        raise UsageError("At least one backup is kept.")
    if folder.resolve().is_relative_to(store.root.resolve()):
        raise UsageError(
            "{path} lies within the store; a backup belongs to another place.", path=folder
        )


def _fill(
    part: Path, store: Store, db: state.State, progress: Progress | None
) -> tuple[Finding, ...]:
    """Write every file of the backup, then read them all again."""
    _tell(progress, 0.0, _("Copying"))
    number = transfer(store, Store(part), lambda: state.dump(db, part / manifest.STATE))
    _tell(progress, 0.6, _("Summing up"))
    there = manifest.files(part)
    listed = {name: File(record.sha256(path), path.stat().st_size) for name, path in there.items()}
    now = datetime.now().replace(microsecond=0).isoformat()
    audit = asdict(state.audit.verify(db))
    manifest.write(part, Manifest(number, now, VERSION, audit, listed))
    for path in sorted(part.rglob("*")):
        durable.sync(path)
    durable.sync(part)
    _tell(progress, 0.8, _("Verifying"))
    for one in manifest.check(part):
        raise StoreError("The backup could not be read again: {reason}", reason=one.subject)
    return tuple(one for one in Store(part).verify() if not one.noted)


def free(folder: Path, name: str) -> Path:
    """A path of this name, with a number above those of others that have the name already."""
    others = [path.name[len(name) :].removesuffix(PART) for path in folder.glob(f"{name}*")]
    numbers = [one.removeprefix("-") or "1" for one in others]
    last = max((int(one) for one in numbers if one.isdigit()), default=0)
    return folder / (f"{name}-{last + 1}" if last else name)


def _age(path: Path) -> tuple[str, int]:
    """Sorts by time, then by the number of a second backup within the second."""
    stem, digits = path.name[:26], path.name[27:]
    return stem, int(digits or 1)


def _prune(others: list[Path], keep: int) -> None:
    """Remove the oldest; a name that looks finished never stands for half a backup."""
    for path in others[: max(0, len(others) - keep)]:
        broken = path.rename(path.with_name(path.name + PART))
        durable.sync(path.parent)
        durable.remove(broken)


def _tell(progress: Progress | None, share: float, what: str) -> None:
    if progress is not None:
        progress(share, what)
