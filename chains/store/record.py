"""What is known of an edition's file: `000042.json` beside it, written before it is current."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from chains.store import durable
from chains.store.release import VERSION


@dataclass(frozen=True)
class FileRecord:
    """An edition's file as it was published: checksum, size, rows by table, program's version."""

    edition: int
    made_at: datetime
    program: str
    sha256: str
    bytes: int
    rows: Mapping[str, int]


def beside(path: Path) -> Path:
    """Where the record of an edition's file stands."""
    return path.with_suffix(".json")


def sha256(path: Path) -> str:
    """The SHA-256 of a file's content, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def measure(path: Path, edition: int, made_at: datetime, rows: Mapping[str, int]) -> FileRecord:
    """The record of a file that is whole."""
    return FileRecord(edition, made_at, VERSION, sha256(path), path.stat().st_size, dict(rows))


def write(path: Path, record: FileRecord) -> None:
    """Keep the record of the edition at `path`, in one atomic step that lasts."""
    values = asdict(record) | {"made_at": record.made_at.isoformat()}
    text = json.dumps(values, ensure_ascii=False, indent=1)
    durable.write(beside(path), f"{text}\n".encode())


def read(path: Path) -> FileRecord | None:
    """The record of the edition at `path`; None where an older release made it without one.

    Raise ValueError where the record itself is damaged.
    """
    try:
        text = beside(path).read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    try:
        values = json.loads(text)
        return FileRecord(**values | {"made_at": datetime.fromisoformat(values["made_at"])})
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError(str(error)) from error
