"""python -m chains audit"""

import json
import re
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd

from chains import export, settings
from chains.cli import people
from chains.cli.output import as_json, table
from chains.errors import UsageError
from chains.i18n import _
from chains.state import audit
from chains.state.audit import Entry
from chains.store import EditionRecord, Store

PAGE = 5000
EDITION = re.compile(r"\bedition (\d+)\b")
PUBLISHING = frozenset({"demo", "publish", "restore", "upgrade"})  # others name what they read


def run(given: Namespace) -> bool:
    """List or export entries, judge the chain of hashes, or remove what is old."""
    return DOES[given.action](given)


def _list(given: Namespace) -> bool:
    found = audit.search(people.database(), **_filters(given), limit=given.limit)
    rows = [_row(entry) for entry in found]
    if given.json:
        print(as_json(rows))
    else:
        print(table([row | {"at": _office(row["at"])} for row in rows], _headers()))
    return True


def _row(entry: Entry) -> dict[str, Any]:
    return asdict(entry) | {"at": entry.at.replace(tzinfo=UTC)}


def _office(moment: datetime) -> str:
    """The moment by this computer's clock."""
    return f"{moment.astimezone():%Y-%m-%d %H:%M:%S}"


def _headers() -> dict[str, str]:
    return {
        "entry": _("Entry"),
        "at": _("Time"),
        "person": _("Person"),
        "address": _("Address"),
        "action": _("Action"),
        "subject": _("Subject"),
        "outcome": _("Outcome"),
        "detail": _("Detail"),
    }


def _filters(given: Namespace) -> dict[str, Any]:
    return {
        "person": given.person_named,
        "action": given.did,
        "outcome": given.outcome,
        "text": given.text,
        "since": given.since and _midnight(given.since),
        "until": given.until and _midnight(given.until + timedelta(days=1)),
    }


def _midnight(day: date) -> datetime:
    """The first moment of the office's day, in UTC without a zone, as the log keeps time."""
    return datetime.combine(day, time()).astimezone(UTC).replace(tzinfo=None)


def _every(filters: Mapping[str, Any]) -> Iterator[Entry]:
    """Every entry that fits, newest first."""
    before = None
    while page := audit.search(people.database(), **filters, limit=PAGE, before=before):
        yield from page
        before = page[-1].entry


def _export(given: Namespace) -> bool:
    with people.recorded(given.person, "export", "audit") as note:
        rows = [_row(entry) for entry in _every(_filters(given))][::-1]
        note.detail = f"{len(rows)} entries"
        _write(given.file, rows)
    said = _("{count} entries in {path}", count=len(rows), path=given.file)
    print(as_json({"entries": len(rows), "file": given.file}) if given.json else said)
    return True


def _write(file: Path, rows: list[dict[str, Any]]) -> None:
    if file.suffix not in {".csv", ".jsonl"}:
        raise UsageError("Name a file that ends in .csv or .jsonl.")
    lines = [row | {"at": row["at"].isoformat()} for row in rows]
    if file.suffix == ".csv":
        data = export.csv_bytes(pd.DataFrame(lines, columns=list(Entry.__dataclass_fields__)))
    else:
        data = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in lines).encode()
    try:
        file.write_bytes(data)
    except OSError as error:
        raise UsageError(
            "The file {path} cannot be written: {reason}", path=file, reason=error.strerror
        ) from error


def _verify(given: Namespace) -> bool:
    """Whether every hash holds; an edition without an entry is pointed out, and breaks nothing."""
    verdict = audit.verify(people.database())
    silent = unrecorded(Store(given.store).records(), list(_every({})))
    if given.json:
        print(as_json(asdict(verdict) | {"editions_without_entry": silent}))
        return verdict.broken is None
    if verdict.broken is None:
        said = _("{count} entries, every one holds. The last hash is {hash}.", **_told(verdict))
    else:
        said = _("Entry {broken} was changed or removed.", broken=verdict.broken)
    print(said)
    for number in silent:
        print(
            _(
                "Warning: edition {number} has no entry. The computer may have stopped between "
                "the two.",
                number=number,
            )
        )
    return verdict.broken is None


def _told(verdict: audit.Verdict) -> dict[str, Any]:
    return {"count": verdict.entries, "hash": verdict.hash}


def unrecorded(editions: list[EditionRecord], entries: list[Entry]) -> list[int]:
    """Editions that were published since the log begins, of which no entry tells."""
    if not entries:
        return []
    begins = entries[-1].at.replace(tzinfo=UTC).timestamp()
    told = {number for entry in entries for number in _published(entry)}
    return [
        one.edition
        for one in editions
        if one.edition not in told and one.made_at.timestamp() >= begins
    ]


def _published(entry: Entry) -> set[int]:
    if entry.outcome != "done" or entry.action not in PUBLISHING:
        return set()
    named = EDITION.findall(entry.detail) or EDITION.findall(entry.subject)
    return {int(one) for one in named}


def _prune(given: Namespace) -> bool:
    days = int(settings.number("audit_days"))
    with people.recorded(given.person, "audit prune") as note:
        gone = audit.prune(people.database(), days)
        note.detail = f"{gone} entries"
    said = _("{count} entries older than {days} days are gone.", count=gone, days=days)
    print(as_json({"removed": gone, "days": days}) if given.json else said)
    return True


DOES: Mapping[str, Callable[[Namespace], bool]] = MappingProxyType(
    {"list": _list, "verify": _verify, "export": _export, "prune": _prune}
)
