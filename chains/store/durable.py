"""Files that survive a pulled plug: written, synced, then renamed into place."""

import os
import shutil
from pathlib import Path
from uuid import uuid4


def sync(path: Path) -> None:
    """Force a file's content, or a folder's entries, to the disk."""
    if path.is_dir() and os.name == "nt":
        return  # Windows has no handle on a folder to sync; NTFS journals its entries
    flags = os.O_RDONLY if path.is_dir() else os.O_RDWR
    handle = os.open(path, flags)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def folder(path: Path) -> None:
    """Make a folder, and those above it, that are not there; strangers cannot look into them."""
    if not path.is_dir():
        folder(path.parent)
        path.mkdir(mode=0o750, exist_ok=True)


def move(source: Path, target: Path) -> None:
    """Put a finished file in its place in one atomic step that lasts."""
    sync(source)
    source.replace(target)
    sync(target.parent)


def write(target: Path, data: bytes) -> None:
    """Replace a file's content in one atomic step that lasts, whoever else writes it."""
    draft = target.with_name(f"{target.name}.{uuid4().hex}.new")
    try:
        draft.write_bytes(data)
        move(draft, target)
    finally:
        draft.unlink(missing_ok=True)


def remove(path: Path) -> None:
    """Remove a file, or a folder with what is in it, if it is there."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
