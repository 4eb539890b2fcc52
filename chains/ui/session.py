"""What one run of a page stands on: the store, the edition it shows, and the cached answers."""

import json
from contextvars import ContextVar
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

from chains import i18n, queries, settings
from chains.store import Edition, Store

_shown: ContextVar[int | None] = ContextVar("shown", default=None)


def store() -> Store:
    """The store in force."""
    return Store(settings.store_folder())


def begin() -> int:
    """Choose the edition that this run shows from its first line to its last; return its number."""
    number = store().current()
    _shown.set(number)
    return number


def shown() -> int:
    """The number of the edition that this run shows."""
    number = _shown.get()
    return begin() if number is None else number


def edition() -> Edition:
    """The edition that this run shows, opened once for the whole process."""
    return _edition(_place())


def fetch(question: str, **values: Any) -> pd.DataFrame:
    """The answer of queries/<question>.sql with these values, names in the language in force."""
    given = json.dumps(values, sort_keys=True, default=str)
    return _named(_answer(_place(), question, given))


class Place(NamedTuple):
    """Where an edition stands, and its file's time: a store that was built anew holds others."""

    root: str
    number: int
    stamp: int


def _place() -> Place:
    number = shown()
    stamp = store().path(number).stat().st_mtime_ns if number else 0
    return Place(str(store().root), number, stamp)


def _named(frame: pd.DataFrame) -> pd.DataFrame:
    """Where a column has an English twin `<column>_en`, keep the one of the language in force."""
    twins = [name for name in frame.columns if f"{name}_en" in frame.columns]
    if not twins:
        return frame
    if i18n.language() == "en":
        frame = frame.assign(**{name: frame[f"{name}_en"] for name in twins})
    return frame.drop(columns=[f"{name}_en" for name in twins])


@st.cache_resource(max_entries=4, show_spinner=False, on_release=Edition.close)
def _edition(place: Place) -> Edition:
    return Store(Path(place.root)).open(place.number)


@st.cache_data(max_entries=1024, show_spinner=False)
def _answer(place: Place, question: str, given: str) -> pd.DataFrame:
    return _edition(place).fetch(queries.query(question), **json.loads(given))
