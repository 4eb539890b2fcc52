"""Every firm's rank in an edition: worked out once, in a process of its own, kept beside it."""

import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pandas as pd

from chains.errors import N_, StoreError
from chains.settings import HOME
from chains.store import Store, writing

RANKING, PROGRESS = ".risk.parquet", ".risk.progress"
BUSY = N_("Another ranking of firms is being worked out. Try again in a minute.")
AT_ONCE = 0.0
GENTLY = int(getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0))  # of Windows


@dataclass(frozen=True)
class Progress:
    """How far a ranking is: `done` of `total` in percent, and what is done (text to translate)."""

    done: int
    total: int
    stage: str
    started: datetime


def beside(store: Store, number: int, suffix: str = RANKING) -> Path:
    """Where the ranking of an edition stands."""
    return store.path(number).with_suffix(suffix)


def lock(store: Store) -> Path:
    """The lock of the one process that works out a ranking; it dies with its process."""
    return store.root / "ranking.lock"


def read(store: Store, number: int) -> pd.DataFrame | None:
    """The ranking, who endangers most first; None where it was not worked out yet.

    uscc, esri (share of all sales between firms at risk if it stops, every input essential),
    esri_none (the same, no input essential), betweenness, betweenness_error (its standard error),
    cut_point (whether the network falls apart without it), sales (to firms, 万元 a year).
    """
    try:
        return pd.read_parquet(beside(store, number))
    except FileNotFoundError:
        return None


def progress(store: Store, number: int) -> Progress | None:
    """How far the ranking is while a process works it out; None otherwise."""
    path = beside(store, number, PROGRESS)
    if not path.exists() or not busy(store):
        return None
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None  # it ended, or writes at this moment
    return Progress(**said | {"started": datetime.fromisoformat(said["started"])})


def busy(store: Store) -> bool:
    """Whether a process works out a ranking of this store."""
    if not lock(store).exists():
        return False
    try:
        with writing.alone(lock(store), AT_ONCE, BUSY):
            return False
    except StoreError:
        return True


def ensure(store: Store, number: int) -> "subprocess.Popen[bytes] | None":
    """Start the process that ranks the firms of an edition, unless that is done or one runs.

    What it has to say of a failure goes to this process's stderr.
    """
    if number == 0 or beside(store, number).exists() or busy(store):
        return None
    command = [sys.executable, "-m", "chains", "rank", "--edition", str(number), "--json"]
    return subprocess.Popen(
        [*command, "--store", str(store.root)],
        cwd=HOME,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        creationflags=GENTLY,
    )
