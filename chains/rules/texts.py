"""A light rule as JSON text, as an edition keeps it: written, read again, and refused if wrong."""

import json
from dataclasses import asdict
from typing import Any

from chains.errors import UsageError
from chains.rules.records import LightRule, Schedule, Step
from chains.rules.sound import refuse


def text(rule: LightRule) -> str:
    """The rule as JSON that `parsed` reads again."""
    raw = asdict(rule)
    raw["steps"] = [
        {"state": one.state, "from": one.bound, "included": one.included} for one in rule.steps
    ]
    return json.dumps(raw, ensure_ascii=False, indent=1)


def parsed(text: str) -> LightRule:
    """The rule that a text holds; raise UsageError that says what is wrong with it."""
    try:
        raw = json.loads(text)
        rule = made(raw, scheduled(raw["schedule"]))
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise UsageError("This is not a light rule: {problem}.", problem=str(error)) from error
    refuse(rule)
    return rule


def made(raw: dict[str, Any], schedule: Schedule) -> LightRule:
    """The rule of its JSON and its schedule."""
    steps = tuple(Step(one["state"], one["from"], one["included"]) for one in raw["steps"])
    return LightRule(**{**raw, "schedule": schedule, "steps": steps})


def scheduled(raw: dict[str, Any]) -> Schedule:
    """The schedule of its JSON."""
    return Schedule(**{**raw, "shares": tuple(raw.get("shares", ()))})
