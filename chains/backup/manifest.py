"""The list of a backup's files with their checksums, and whether it still holds."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from chains.errors import N_, UsageError
from chains.store import Finding, Store, durable, record

NAME, STATE = "manifest.json", "state.jsonl"


@dataclass(frozen=True)
class File:
    """A file of a backup as it was written."""

    sha256: str
    bytes: int


@dataclass(frozen=True)
class Manifest:
    """What a backup is: its edition, time, program, the end of the audit log, and every file."""

    edition: int
    made_at: str
    program: str
    audit: Mapping[str, Any]
    files: Mapping[str, File]


def files(folder: Path) -> dict[str, Path]:
    """Every file of a backup but the manifest, by its path within."""
    found = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*"))}
    return {name: path for name, path in found.items() if path.is_file() and name != NAME}


def write(folder: Path, manifest: Manifest) -> None:
    """Write the manifest; a folder without one is no backup."""
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1)
    durable.write(folder / NAME, f"{text}\n".encode())


def read(folder: Path) -> Manifest:
    """The manifest of a backup; UsageError where the folder is none."""
    try:
        values = json.loads((folder / NAME).read_text(encoding="utf-8"))
        listed = {name: File(**one) for name, one in values.pop("files").items()}
        return Manifest(**values, files=listed)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError("{path} is no backup of Chainboard.", path=folder) from error


def check(folder: Path) -> list[Finding]:
    """What is not as the manifest says."""
    return list(_differing(read(folder), files(folder)))


def verify(folder: Path) -> list[Finding]:
    """What is wrong with a backup: held against its manifest, then looked at as a store."""
    return [*check(folder), *Store(folder).verify()]


def _differing(manifest: Manifest, there: Mapping[str, Path]) -> Iterator[Finding]:
    for name, file in manifest.files.items():
        path = there.get(name)
        if path is None:
            yield Finding(name, N_("The file is missing from the backup."))
        elif path.stat().st_size != file.bytes or record.sha256(path) != file.sha256:
            yield Finding(name, N_("The file is not the one that was backed up."))
    for name in there.keys() - manifest.files.keys():
        yield Finding(name, N_("The file does not belong to the backup."), noted=True)
