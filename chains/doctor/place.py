"""Where the data stands: folders that we can write and strangers cannot read, and their room."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from chains import settings
from chains.doctor.verdict import Check, failed, fine, warned
from chains.errors import N_
from chains.store import Store

MB = 1024 * 1024
SQLITE = "sqlite:///"
STRANGERS, OTHERS = 0o007, 0o077


def look(store: Store) -> Iterator[Check]:
    """Folder of the store, folder of the log, file of the state, and the disk."""
    yield folder("store folder", store.root)
    if not settings.log_folder().is_relative_to(store.root):
        yield folder("log folder", settings.log_folder())
    if (file := state_file()) is not None:
        yield private(file)
    yield room(store)


def state_file() -> Path | None:
    """The file of the state database; None where it is a server's."""
    url = settings.state_url()
    return Path(url.removeprefix(SQLITE)) if url.startswith(SQLITE) else None


def folder(name: str, path: Path) -> Check:
    """Whether we can write into a folder, and strangers cannot look into it."""
    there = existing(path)
    if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        return failed(
            name,
            N_("{path} cannot be written by this user."),
            N_("Give the folder to the user who runs the dashboard: chown -R USER {path}"),
            path=there,
        )
    if there == path and os.name == "posix" and path.stat().st_mode & STRANGERS:
        return warned(
            name,
            N_("Every user of this computer can look into {path}."),
            N_("Close it to others: chmod o-rwx {path}"),
            path=path,
        )
    return fine(name, N_("{path} can be written"), path=path)


def private(file: Path) -> Check:
    """Whether the state database, with its password hashes, is for its owner's eyes only."""
    if not file.exists():
        return fine("state file", N_("{path} is made at the first start"), path=file)
    if not os.access(file, os.R_OK | os.W_OK):
        return failed(
            "state file",
            N_("{path} cannot be read and written by this user."),
            N_("Give the file to the user who runs the dashboard: chown USER {path}"),
            path=file,
        )
    if os.name == "posix" and file.stat().st_mode & OTHERS:
        return failed(
            "state file",
            N_("Other users of this computer can read {path}."),
            N_("Close it to others: chmod 600 {path}"),
            path=file,
        )
    return fine("state file", N_("{path} is for its owner only"), path=file)


def room(store: Store) -> Check:
    """Whether the disk has room for the next editions."""
    there = existing(store.root)
    free = shutil.disk_usage(there).free // MB
    wanted = int(settings.number("disk_mb"))
    current = store.folder / f"{_current(store):06d}.duckdb"
    needed = (2 * current.stat().st_size // MB if current.exists() else 0) + 1
    values = {"path": there, "free": free, "wanted": wanted, "needed": needed}
    remedy = N_("Free some space, or move the store to a larger disk.")
    if free < needed:
        message = N_("{free} MB are free at {path}; the next edition may need {needed} MB.")
        return failed("disk", message, remedy, **values)
    if free < wanted:
        message = N_("{free} MB are free at {path}, less than {wanted} MB.")
        return warned("disk", message, remedy, **values)
    return fine("disk", N_("{free} MB are free at {path}"), **values)


def existing(path: Path) -> Path:
    """The path, or the nearest folder above it that is there."""
    return next(one for one in (path, *path.parents) if one.exists())


def _current(store: Store) -> int:
    pointer = store.root / "CURRENT"
    text = pointer.read_bytes().strip() if pointer.is_file() else b""
    return int(text) if text.isdigit() else 0
