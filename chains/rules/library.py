"""Reads data/rules.json: the schedules and light rules of cities, with their sources."""

import json
from collections.abc import Iterable
from functools import cache
from typing import Any

from chains.errors import UsageError
from chains.rules.records import LightRule, Schedule
from chains.rules.texts import made, parsed, scheduled
from chains.settings import HOME, get

FILE = HOME / "data" / "rules.json"


@cache
def schedules() -> dict[str, Schedule]:
    """Every schedule by name."""
    return {raw["name"]: scheduled(raw) for raw in _raw()["schedules"]}


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


def held(texts: Iterable[str]) -> LightRule:
    """The rule that an edition keeps: the text that queries/rule_in_force.sql answers.

    Where it answers none, the setting's.
    """
    return next((parsed(one) for one in texts), None) or light_rule(get("light_rule"))


@cache
def segment_growth() -> LightRule:
    """The rule by which a segment's output lights it."""
    return _light(_raw()["segment_growth"])


def _light(raw: dict[str, Any]) -> LightRule:
    return made(raw, schedules()[raw["schedule"]])


def _raw() -> dict[str, Any]:
    raw: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return raw
