"""Every firm's rank in an edition: worked out once, kept beside the edition's file."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pandas as pd

from chains.store import Store

SUFFIX, PROGRESS, LOCK = ".risk.parquet", ".risk.progress", ".risk.lock"


@dataclass(frozen=True)
class Progress:
    """How far the ranking is: `done` of `total` in this stage, begun at `started`."""

    done: int
    total: int
    stage: str
    started: datetime


def beside(store: Store, number: int, suffix: str = SUFFIX) -> Path:
    """Where the ranking of an edition stands."""
    return store.path(number).with_suffix(suffix)


def read(store: Store, number: int) -> pd.DataFrame | None:
    """The ranking, who endangers most first; None where it was not worked out yet.

    uscc, esri (share of all sales between firms), esri_none (the same where no input is essential),
    betweenness, betweenness_error (its standard error), cut_point, sales (万元).
    """
    try:
        return pd.read_parquet(beside(store, number))
    except FileNotFoundError:
        return None


def progress(store: Store, number: int) -> Progress | None:
    """How far the ranking is while it is worked out; None otherwise."""
    try:
        said = json.loads(beside(store, number, PROGRESS).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return Progress(**said | {"started": datetime.fromisoformat(said["started"])})
