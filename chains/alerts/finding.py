"""Finds the lights that a publish turned: every edition against the one before it, once each."""

import logging
import threading
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from typing import Any

from chains import queries, state
from chains.alerts import webhook
from chains.alerts.looking import look
from chains.alerts.turning import turns
from chains.errors import StoreError
from chains.state.alerts import Turn
from chains.store import Edition, EditionRecord, Store

FIRST = 12  # editions that are compared where none ever was

log = logging.getLogger(__name__)

_settled: dict[tuple[str, str], tuple[int, int]] = {}
_alone = threading.Lock()


def catch_up(store: Store, db: state.State) -> int:
    """Compare the editions that were not compared yet, oldest first; return how many.

    What a killed process left is done again.
    """
    with _alone:
        place, stamp = _stamp(store, db)
        if _settled.get(place) == stamp:
            return 0
        waiting = _waiting(store, db, stamp[0])
        for record, before, told in waiting:
            _compare(store, db, record, before, told=told)
        _settled[place] = stamp
    return len(waiting)


def soon(store: Store, db: state.State) -> bool:
    """Have the editions compared in a thread; return whether that is still to be waited for."""
    place, stamp = _stamp(store, db)
    if _settled.get(place) == stamp:
        return False
    if not _alone.locked():
        threading.Thread(target=_quietly, args=(store, db), daemon=True).start()
    return True


def _quietly(store: Store, db: state.State) -> None:
    """Compare, where nobody waits for what may go wrong."""
    try:
        catch_up(store, db)
    except Exception:
        log.exception("The lights of the newest edition could not be compared")


def _stamp(store: Store, db: state.State) -> tuple[tuple[str, str], tuple[int, int]]:
    """Which store and state these are, and the current edition with its file's time."""
    current = store.current()
    time = store.path(current).stat().st_mtime_ns if current else 0
    return (str(store.root), str(db.engine.url)), (current, time)


def _waiting(
    store: Store, db: state.State, current: int
) -> list[tuple[EditionRecord, int | None, bool]]:
    """Editions to compare, with the one before each, and whether to tell others of them."""
    done = state.alerts.compared(db)
    if done and max(done) > current:
        state.alerts.forget_after(db, current)
    known = [one for one in store.records() if store.path(one.edition).exists()] if current else []
    start = min(done) if done else current - FIRST + 1
    befores = {one.edition: other.edition for other, one in pairwise(known)}
    return [
        (one, befores.get(one.edition), bool(done))
        for one in known
        if one.edition >= start and done.get(one.edition) != one.made_at
    ]


def _compare(
    store: Store, db: state.State, record: EditionRecord, before: int | None, *, told: bool
) -> None:
    """Keep what one edition turned, and have it sent, in one step."""
    found = _turns(store, record, before) if before is not None else []
    with db.writing():
        kept = state.alerts.keep(db, record.edition, record.made_at, before, found)
        if kept and told and webhook.configured():
            body = webhook.body(record.edition, state.alerts.of_numbers(db, kept))
            state.outbox.put(db, record.edition, body)
    if kept:
        log.info("Edition %d turned %d lights", record.edition, len(kept))


def _turns(store: Store, record: EditionRecord, before: int) -> list[Turn]:
    """The turns with where they come from; none where an edition cannot be read."""
    try:
        with store.reading(before) as earlier, store.reading(record.edition) as later:
            found = turns(look(earlier), look(later))
            origin = _origin(later, record, before)
    except StoreError:
        log.exception("Edition %d cannot be compared with edition %d", record.edition, before)
        return []
    return [replace(turn, told=turn.told | origin) for turn in found]


def _origin(edition: Edition, record: EditionRecord, before: int) -> dict[str, Any]:
    """Who made the edition, when and how, and the latest submission that came with it."""
    sent = edition.fetch(
        queries.query("edition_submissions"), edition=record.edition, after=before
    ).to_dict("records")
    origin = {
        "at": record.made_at.isoformat(),
        "by": record.made_by,
        "kind": record.kind,
        "message": record.message,
        "before": before,
    }
    return {"origin": origin, "submission": _submission(sent[0]) if sent else None}


def _submission(row: Mapping[Any, Any]) -> dict[str, Any]:
    at = row["submitted_at"]
    return {
        "number": int(row["submission_id"]),
        "dataset": row["dataset"],
        "by": row["submitted_by"],
        "at": at.isoformat() if isinstance(at, datetime) else str(at),
        "file": row["file_name"],
    }
