"""What one run of a page stands on: the store, the edition it shows, and the cached answers."""

import json
from collections.abc import Callable
from contextvars import ContextVar
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import pandas as pd
import streamlit as st

from chains import i18n, queries, settings
from chains.store import Edition, Store, ready

T = TypeVar("T")

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
    """The answer of queries/<question>.sql with these values, names in the language in force.

    Every run has a frame of its own, which shares its cells with the others until it writes.
    """
    given = json.dumps(values, sort_keys=True, default=str)
    return _answer(_place(), question, given, i18n.language()).copy(deep=False)


class Place(NamedTuple):
    """Where an edition stands, its file's time, since a store may be built anew, and the day."""

    root: str
    number: int
    stamp: int
    today: int


def _place() -> Place:
    number, here = shown(), store()
    stamp = here.path(number).stat().st_mtime_ns if number else 0
    return Place(str(here.root), number, stamp, date.today().toordinal())


@st.cache_resource(max_entries=4, show_spinner=False, on_release=Edition.close)
def _edition(place: Place) -> Edition:
    return ready(Store(Path(place.root)).open(place.number))


@st.cache_resource(max_entries=256, show_spinner=False)
def _answer(place: Place, question: str, given: str, language: str) -> pd.DataFrame:
    frame = _edition(place).fetch(queries.query(question), **json.loads(given))
    return _named(frame, language)


def kept(make: Callable[[], T], *key: str | float | None) -> T:
    """What `make` gives, made once for the shown edition, the day, the language and this key.

    The caller must not change it: other runs show the same.
    """
    made: T = _kept(_place(), i18n.language(), key, make)
    return made


@st.cache_resource(max_entries=64, show_spinner=False)
def _kept(
    place: Place,  # noqa: ARG001 - with the next two, the key of what is kept
    language: str,  # noqa: ARG001 - see above
    key: tuple[str | float | None, ...],  # noqa: ARG001 - see above
    _make: Callable[[], Any],
) -> Any:
    return _make()


def _named(frame: pd.DataFrame, language: str) -> pd.DataFrame:
    """Where a column has an English twin `<column>_en`, keep the one of the language."""
    twins = [name for name in frame.columns if f"{name}_en" in frame.columns]
    if not twins:
        return frame
    if language == "en":
        frame = frame.assign(**{name: frame[f"{name}_en"] for name in twins})
    return frame.drop(columns=[f"{name}_en" for name in twins])
