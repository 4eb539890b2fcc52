"""Uploads that wait for a decision, kept on disk so that a closed browser loses nothing."""

import json
import logging
import re
import secrets
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from chains import schema
from chains.errors import N_, UsageError
from chains.intake.asked import Asked, recorded
from chains.intake.confirmation import kind_of, refuse
from chains.intake.judging import Progress
from chains.intake.merging import Signature, put
from chains.intake.submission import Submission, Upload, judged, source_of
from chains.intake.undoing import prepare_undo
from chains.store import Edition, Store, durable, opened, rehearse, writing

HOURS = 24.0
SECONDS = 120.0
TOKEN = re.compile(r"[0-9a-f]{32}")
BUSY = N_("Another preview is being made. Try again in a minute.")

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Pending:
    """An upload that waits: whose, of which dataset and file, since when, as it was asked."""

    token: str
    person: str
    dataset: str
    file_name: str
    sha256: str
    base: int
    kept_at: datetime
    asked: Asked
    undoes: int | None = None
    options: Mapping[str, Any] = field(default_factory=dict, hash=False)


def keep(
    store: Store, submission: Submission, person: str, options: Mapping[str, Any] | None = None
) -> str:
    """Keep a submission for a day; return the token by which it is found again."""
    sweep(store)
    token = secrets.token_hex(16)
    found = Pending(
        token,
        person,
        submission.dataset.name,
        submission.file_name,
        submission.sha256,
        submission.base,
        datetime.now(),
        submission.asked,
        submission.undoes,
        options or {},
    )
    values = {
        **asdict(found),
        "kept_at": found.kept_at.isoformat(),
        "asked": submission.asked.record(),
    }
    with writing.told():
        durable.folder(store.pending)
        durable.write(_data(store, token), submission.data)
        text = json.dumps(values, ensure_ascii=False, indent=1)
        durable.write(_record(store, token), f"{text}\n".encode())  # last: it makes the rest count
    return token


def of(store: Store, person: str) -> list[Pending]:
    """What waits for a person's decision, newest first."""
    every = [one for path in store.pending.glob("*.json") if (one := _read(path))]
    mine = [one for one in every if one.person == person]
    return sorted(mine, key=lambda one: one.kept_at, reverse=True)


def find(store: Store, token: str) -> Pending:
    """The upload of a token; raise UsageError where it waits no more."""
    found = _read(_record(store, token)) if TOKEN.fullmatch(token) else None
    if found is None:
        raise UsageError("This upload waits no more. Upload the file again.")
    return found


def load(store: Store, token: str, progress: Progress | None = None) -> Submission:
    """The submission of a token, judged against the edition that is current now."""
    found = find(store, token)
    if found.undoes is not None:
        return prepare_undo(store, found.undoes, reach=found.asked.reach)
    data = _data(store, token).read_bytes()
    dataset = schema.dataset(found.dataset)
    return judged(store, dataset, Upload(found.file_name, data), found.asked, progress)


def drop(store: Store, token: str) -> None:
    """Forget an upload, its candidates included."""
    if TOKEN.fullmatch(token):
        durable.remove(_record(store, token))  # first: without it the rest counts no more
        for path in store.pending.glob(f"{token}.*"):
            durable.remove(path)


def sweep(store: Store, hours: float = HOURS) -> None:
    """Forget what waits longer than that, and what a killed process left."""
    oldest = time.time() - timedelta(hours=hours).total_seconds()
    for path in store.pending.glob("*"):
        if path.name != "lock" and _age(path) <= oldest:
            drop(store, path.name.partition(".")[0])
            durable.remove(path)


def _age(path: Path) -> float:
    """When a file was written; one that another process removed meanwhile is new to nobody."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def candidate(store: Store, token: str) -> Path:
    """The edition that there would be, as a file beside the upload: made once an edition.

    It is opened with `preview`; raise StoreError where the upload may not be confirmed.
    """
    ready = _edition(store, find(store, token), store.current())
    if ready.exists():
        return ready
    with writing.alone(store.pending / "lock", SECONDS, BUSY):
        for path in store.pending.glob("candidate-*"):
            durable.remove(path)  # of a process that died
        return _make(store, token)


def preview(store: Store, token: str) -> Edition:
    """The candidate of an upload, open for reading; the caller closes it."""
    path = candidate(store, token)
    return opened(int(path.stem.partition(".")[2]) + 1, path)


def _make(store: Store, token: str) -> Path:
    """Make the candidate on the current edition, unless another process has."""
    found, submission = find(store, token), load(store, token)
    target = _edition(store, found, submission.base)
    if target.exists():
        return target
    refuse(submission, found.person)
    source = source_of(submission)
    signed = Signature(found.person, "", found.asked.reach)
    rehearse(
        store,
        lambda connection: put(connection, submission, source, signed),
        target,
        base=submission.base,
        by=found.person,
        kind=kind_of(submission),
    )
    return target


def _edition(store: Store, found: Pending, base: int) -> Path:
    """Where the candidate on an edition stands: a new name, since readers may hold the old one."""
    return store.pending / f"{found.token}.{base:06d}.duckdb"


def _read(path: Path) -> Pending | None:
    """What a record says; None where there is none, or another release wrote it."""
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        moment = datetime.fromisoformat(values["kept_at"])
        return Pending(**{**values, "kept_at": moment, "asked": recorded(values["asked"])})
    except FileNotFoundError:
        return None
    except (ValueError, TypeError, KeyError):
        _log.exception("the record %s of an upload cannot be read", path.name)
        return None


def _record(store: Store, token: str) -> Path:
    return store.pending / f"{token}.json"


def _data(store: Store, token: str) -> Path:
    return store.pending / f"{token}.data"
