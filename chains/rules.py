"""Reads data/rules.json and data/due.json: schedules, lights and due dates, with their sources."""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from chains.errors import UsageError
from chains.i18n import sentence
from chains.settings import HOME

FILE = HOME / "data" / "rules.json"
DUE = HOME / "data" / "due.json"


@dataclass(frozen=True)
class Schedule:
    """The share of the annual plan due at the end of a month: months / 12 x multiplier."""

    name: str
    title: str
    title_en: str
    multiplier: float

    @property
    def label(self) -> str:
        """The title in the language in force."""
        return sentence(self.title, self.title_en)


@dataclass(frozen=True)
class Step:
    """A light's state from this bound up; `bound` None takes everything that is left."""

    state: str
    bound: float | None
    included: bool

    def holds(self, measure: float) -> bool:
        """Whether the measure is on this step, to nine decimals so that a bound is a bound."""
        if self.bound is None:
            return True
        distance = round(measure - self.bound, 9)
        return distance > 0 or (self.included and distance == 0)


@dataclass(frozen=True)
class LightRule:
    """Steps over a measure: `gap` in percentage points / 100, `ratio` to schedule, `growth`."""

    name: str
    title: str
    title_en: str
    family: str
    schedule: Schedule
    source: str
    note: str
    note_en: str
    steps: tuple[Step, ...]

    @property
    def label(self) -> str:
        """The title in the language in force."""
        return sentence(self.title, self.title_en)

    @property
    def help(self) -> str:
        """The rule in words, in the language in force."""
        return sentence(self.note, self.note_en)


@dataclass(frozen=True)
class Due:
    """By when a dataset's report for a month is owed: a day of a month that follows it."""

    dataset: str
    months_after: int
    day: int
    not_owed: tuple[str, ...]
    source: str
    note: str
    note_en: str

    @property
    def help(self) -> str:
        """The rule in words, in the language in force."""
        return sentence(self.note, self.note_en)

    def on(self, month: str) -> date | None:
        """The last day on which the report for `YYYY-MM` is in time; None where none is owed."""
        if month[5:7] in self.not_owed:
            return None
        months = int(month[:4]) * 12 + int(month[5:7]) - 1 + self.months_after
        return date(months // 12, months % 12 + 1, self.day)


@cache
def due() -> dict[str, Due]:
    """When each monthly dataset is due, by its name."""
    raw = json.loads(DUE.read_text(encoding="utf-8"))["due"]
    return {one["dataset"]: Due(**{**one, "not_owed": tuple(one["not_owed"])}) for one in raw}


@cache
def schedules() -> dict[str, Schedule]:
    """Every schedule by name."""
    return {raw["name"]: Schedule(**raw) for raw in _raw()["schedules"]}


@cache
def lights() -> dict[str, LightRule]:
    """Every light rule by name."""
    return {raw["name"]: _light(raw) for raw in _raw()["lights"]}


def light_rule(name: str) -> LightRule:
    """The light rule of that name; raise UsageError naming those that exist."""
    try:
        return lights()[name]
    except KeyError as error:
        raise UsageError(
            "There is no light rule {name}. The rules are: {names}.",
            name=name,
            names=", ".join(lights()),
        ) from error


@cache
def segment_growth() -> LightRule:
    """The rule by which a segment's output lights it."""
    return _light(_raw()["segment_growth"])


def _light(raw: dict[str, Any]) -> LightRule:
    steps = tuple(Step(one["state"], one["from"], one["included"]) for one in raw["steps"])
    return LightRule(**{**raw, "schedule": schedules()[raw["schedule"]], "steps": steps})


def _raw() -> dict[str, Any]:
    raw: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return raw
