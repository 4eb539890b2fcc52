"""Which editions keep their file: the newest, the last of every month, and what undo needs."""

import json
import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from chains import settings
from chains.errors import N_, StoreError, UsageError
from chains.store import durable

RETENTION, BACKUP = "retention", "backup"
REASONS: Mapping[str, str] = {
    RETENTION: N_(
        "The file of edition {number} was removed by retention. "
        "The nearest that is kept is edition {nearest}."
    ),
    BACKUP: N_(
        "Edition {number} was not in the backup from which this store was restored. "
        "The nearest that is kept is edition {nearest}."
    ),
}

_log = logging.getLogger(__name__)


def kept(made: Sequence[tuple[int, datetime]], current: int, count: int) -> set[int]:
    """The editions to keep: the newest `count`, each month's last, the current and its parent.

    `made` is the number and the time of every edition, oldest first.
    """
    newest = {number for number, _ in made[-max(count, 1) :]}
    last_of_month = {(at.year, at.month): number for number, at in made}
    return newest | set(last_of_month.values()) | {current, current - 1}


def apply(root: Path, made: Sequence[tuple[int, datetime]], current: int) -> None:
    """Remove the files of editions that need not be kept; what cannot be removed is logged.

    Their numbers are written down first, so that a missing file is known to be meant.
    """
    try:
        keep = kept(made, current, int(settings.number("editions_kept")))
        gone = {number: path for number, path in _files(root).items() if number not in keep}
        if gone:
            note(root, dict.fromkeys(gone, RETENTION))
        for path in gone.values():
            for part in (path, *path.parent.glob(f"{path.stem}.*")):  # its record, its ranking
                durable.remove(part)
    except (OSError, UsageError, StoreError):
        _log.exception("retention could not remove the files of old editions")


def removed(root: Path) -> dict[int, str]:
    """Edition -> why it has no file, for every edition whose file is meant to be missing."""
    try:
        text = _list(root).read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    try:
        return {int(number): str(why) for number, why in json.loads(text).items()}
    except (ValueError, AttributeError) as error:
        raise StoreError(
            "The list {path} is damaged. Remove it; nothing else is lost.", path=_list(root)
        ) from error


def note(root: Path, reasons: Mapping[int, str]) -> None:
    """Write down that these editions have no file, and why."""
    known = {**reasons, **removed(root)}
    text = json.dumps({str(number): known[number] for number in sorted(known)}, indent=0)
    durable.write(_list(root), f"{text}\n".encode())


def refuse_removed(root: Path, number: int) -> None:
    """Raise UsageError where the edition has no file because it was not kept."""
    why = removed(root).get(number)
    there = _files(root)
    if why is not None and there:
        nearest = min(there, key=lambda one: (abs(one - number), -one))
        raise UsageError(REASONS.get(why, REASONS[RETENTION]), number=number, nearest=nearest)


def _list(root: Path) -> Path:
    return root / "removed.json"


def _files(root: Path) -> dict[int, Path]:
    """The editions that have a file."""
    found = (root / "editions").glob("*.duckdb")
    return {int(path.stem): path for path in found if path.stem.isdigit()}
