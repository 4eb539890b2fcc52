"""The edition that there would be, as a file that nobody publishes."""

from datetime import datetime
from pathlib import Path

from chains.store import candidate, durable, writing
from chains.store.candidate import Change, EditionRecord, Plan
from chains.store.editions import Store


def rehearse(store: Store, change: Change, target: Path, *, base: int, by: str, kind: str) -> None:
    """Leave at `target` what would follow edition `base`, with the record of it as if published.

    For one at a time in the target's folder, where a killed process leaves a `candidate-*`.
    """
    now = datetime.now().replace(microsecond=0)
    entry = EditionRecord(base + 1, base or None, now, by, kind, None, None)
    with store.reading(base) as start:
        plan = Plan(start.path, base, None, change, entry)
        with writing.told(), writing.draft(target.parent) as draft:
            candidate.make(draft, plan)
            durable.move(draft, target)
