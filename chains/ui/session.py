"""What one run of a page stands on: the store, the edition it shows, and the cached answers."""

import json
import re
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import pandas as pd
import streamlit as st

from chains import i18n, queries, settings
from chains.errors import UsageError
from chains.intake import pending
from chains.store import Edition, Store, ready
from chains.store.edition import opened
from chains.store.retention import refuse_removed
from chains.ui import person, turns
from chains.ui.keeping import Kept
from chains.ui.packing import named, packed, unpacked

T = TypeVar("T")

EDITION, PREVIEW = "edition", "preview"  # in the URL, which decides, and held between pages
HELD = "as_of"
NUMBER = re.compile(r"[0-9]{1,9}")
ANSWERS_MB = 8  # some 1,500 answers
THINGS = 96  # figures and the like


@dataclass(frozen=True)
class Shown:
    """What a run shows: the current edition, an older one, or a candidate that waits (`path`)."""

    number: int
    current: int
    path: Path | None = None


_shown: ContextVar[Shown | None] = ContextVar("shown", default=None)


def store() -> Store:
    """The store in force."""
    return Store(settings.store_folder())


def begin() -> Shown:
    """Choose what this run shows from its first line to its last.

    The current edition, unless the URL asks for another; where that cannot be shown, UsageError
    is raised, and the run may show the current one.
    """
    here = store()
    current = here.current()
    _shown.set(Shown(current, current))
    kind, wanted = asked()
    if kind == PREVIEW:
        _shown.set(Shown(current + 1, current, _candidate(here, wanted)))
    elif kind == EDITION and wanted != str(current):
        _shown.set(Shown(_older(here, wanted, current), current))
    return view()


def view() -> Shown:
    """What this run shows."""
    return _shown.get() or begin()


def shown() -> int:
    """The number of the edition that this run shows."""
    return view().number


def asked() -> tuple[str, str]:
    """What the URL asks for, else what was asked before: the menu's own links leave it behind."""
    for kind in (PREVIEW, EDITION):
        if value := st.query_params.get(kind):
            st.session_state[HELD] = (kind, value)
            return kind, value
    kind, value = st.session_state.get(HELD, ("", ""))
    if kind:
        st.query_params[kind] = value
    return kind, value


def forget() -> None:
    """Show the current edition from the next run on."""
    st.session_state.pop(HELD, None)
    for kind in (PREVIEW, EDITION):
        st.query_params.pop(kind, None)


def _older(here: Store, wanted: str, current: int) -> int:
    """The number of an edition that is kept; UsageError where it is not, or never was."""
    number = int(wanted) if NUMBER.fullmatch(wanted) else 0
    if not 0 < number <= current or not here.path(number).exists():
        refuse_removed(here.root, number)
        raise UsageError("There is no edition {number}.", number=wanted[:20])
    return number


def _candidate(here: Store, token: str) -> Path:
    """The candidate of a person's own submission that waits; UsageError where there is none.

    It is made at the first look, which may take as long as a publish.
    """
    one = person.current()
    if not one.may("upload") or pending.find(here, token).person != one.name:
        raise UsageError("This preview is for whoever uploaded the file, and for nobody else.")
    with turns.aside():
        return pending.candidate(here, token)


def edition() -> Edition:
    """The edition that this run shows, opened once for the whole process."""
    return _edition(_place())


def fetch(question: str, **values: Any) -> pd.DataFrame:
    """The answer of queries/<question>.sql with these values, names in the language in force.

    Every run has a frame of its own.
    """
    return unpacked(_answer(_place(), question, _given(values), i18n.language()))


def latest(question: str, **values: Any) -> pd.DataFrame:
    """As `fetch`, of the current edition whatever is shown."""
    current = view().current
    place = _place(Shown(current, current))
    return unpacked(_answer(place, question, _given(values), i18n.language()))


def _given(values: dict[str, Any]) -> str:
    return json.dumps(values, sort_keys=True, default=str)


class Place(NamedTuple):
    """Where an edition stands, its file's time, since a store may be built anew, and the day."""

    root: str
    number: int
    candidate: str
    stamp: int
    today: int


def _place(chosen: Shown | None = None) -> Place:
    one, here = chosen or view(), store()
    path = one.path or here.path(one.number)
    stamp = path.stat().st_mtime_ns if one.number else 0
    candidate = str(one.path) if one.path else ""
    return Place(str(here.root), one.number, candidate, stamp, date.today().toordinal())


@st.cache_resource(max_entries=8, show_spinner=False, on_release=Edition.close)
def _edition(place: Place) -> Edition:
    if place.candidate:
        return ready(opened(place.number, Path(place.candidate)))
    return ready(Store(Path(place.root)).open(place.number))


def _answer(place: Place, question: str, given: str, language: str) -> bytes:
    def ask() -> bytes:
        frame = _edition(place).fetch(queries.query(question), **json.loads(given))
        return packed(named(frame, language))

    return _answers.get((place, question, given, language), ask)


def kept(make: Callable[[], T], *key: str | float | None) -> T:
    """What `make` gives, made once for the shown edition, the day, the language and this key.

    The caller must not change it: other runs show the same.
    """
    made: T = _things.get((_place(), i18n.language(), key), make)
    return made


def forget_all() -> None:
    """Let go of every answer and of whatever was made of them."""
    _answers.clear()
    _things.clear()


_answers: Kept[bytes] = Kept(ANSWERS_MB * 1024 * 1024, len)
_things: Kept[Any] = Kept(THINGS)
