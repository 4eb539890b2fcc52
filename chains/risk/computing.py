"""Working out the ranking of an edition: alone, with progress, whole or not at all."""

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial

import pandas as pd

from chains.errors import N_
from chains.network.channels import SETTINGS
from chains.risk import economies, ranking
from chains.store import Store, durable, writing

WAIT_SECONDS = 300.0  # for another ranking; one takes seconds
TELL_SECONDS = 0.5
TRIES = 3
LEAST_PRIORITY = 19
STAGES = (
    N_("Reading the links between firms"),
    N_("Letting each firm stop, every input essential"),
    N_("Letting each firm stop, no input essential"),
    N_("Looking for firms in between and cut points"),
)

Tell = Callable[[float, str], object]


def compute(store: Store, number: int, tell: Tell | None = None) -> pd.DataFrame:
    """The ranking of an edition, as `ranking.read` gives it, worked out unless it is there.

    Waits for another process that works one out; the ranking appears whole or not at all.
    """
    with writing.alone(ranking.lock(store), WAIT_SECONDS, ranking.BUSY):
        found = ranking.read(store, number)
        if found is None:
            with _saying(store, number, tell) as say:
                found = _ranked(store, number, say)
            _keep(store, number, found)
    return found


def yield_to_others() -> None:
    """Give this process the least priority, as far as the system knows one."""
    if hasattr(os, "nice"):
        os.nice(LEAST_PRIORITY)


@contextmanager
def _saying(
    store: Store, number: int, tell: Tell | None
) -> Iterator[Callable[[int, int, int], None]]:
    """A function (stage, done, total) that keeps the progress beside the edition."""
    path = ranking.beside(store, number, ranking.PROGRESS)
    started, last = datetime.now().replace(microsecond=0).isoformat(), 0.0

    def say(stage: int, done: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last < TELL_SECONDS and done < total:
            return
        last = time.monotonic()
        share = (stage + done / max(total, 1)) / len(STAGES)
        said = {"done": round(share * 100), "total": 100, "stage": STAGES[stage]}
        path.write_text(json.dumps(said | {"started": started}), encoding="utf-8")
        if tell is not None:
            tell(share, STAGES[stage])

    try:
        say(0, 0, 1)
        yield say
    finally:
        path.unlink(missing_ok=True)


def _ranked(store: Store, number: int, say: Callable[[int, int, int], None]) -> pd.DataFrame:
    from chains.network.betweenness import betweenness
    from chains.network.cuts import cut_points
    from chains.network.kernels import ranking as kernel

    with store.reading(number) as edition:
        known = economies.of(edition)
    esri = [
        kernel(known, setting=setting, progress=partial(say, at))
        for at, setting in enumerate(SETTINGS, 1)
    ]
    say(len(STAGES) - 1, 0, 1)
    inside = ~known.outside
    n, local = len(known.firms), inside[known.supplier]
    ends = known.supplier[local], known.customer[local]
    between, error = betweenness(*ends, n)
    columns = {"uscc": known.firms, "esri": esri[0], "esri_none": esri[1]}
    columns |= {"betweenness": between, "betweenness_error": error}
    columns |= {"cut_point": cut_points(*ends, n), "sales": known.weight}
    frame = pd.DataFrame(columns)[inside]
    return frame.sort_values(["esri", "uscc"], ascending=[False, True], ignore_index=True)


def _keep(store: Store, number: int, frame: pd.DataFrame) -> None:
    """Keep the ranking beside its edition, as long as that is there."""
    path, data = ranking.beside(store, number), frame.to_parquet(index=False)
    for left in reversed(range(TRIES)):
        try:
            durable.write(path, data)
            break
        except FileNotFoundError:  # a publish sweeps drafts away
            if not left:
                raise
    if not store.path(number).exists():
        durable.remove(path)
