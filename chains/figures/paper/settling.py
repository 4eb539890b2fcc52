"""An ECharts option for several screens becomes the one that a paper of some width shows."""

from collections.abc import Iterable, Mapping
from typing import Any

from chains.figures.options import Option

COMPONENTS = ("series", "xAxis", "yAxis", "grid", "legend", "title")


def settled(option: Option, width: float) -> Option:
    """One flat option as ECharts shows it at this width, each component a list."""
    whole = _listed(option.get("baseOption", option))
    for entry in _fitting(option.get("media", ()), width):
        whole = _merged(whole, _listed(entry.get("option", {})))
    return whole


def _fitting(media: Iterable[Option], width: float) -> list[Option]:
    """The entries whose query holds, else the one without a query."""
    entries = list(media)
    held = [one for one in entries if one.get("query") and _holds(one["query"], width)]
    return held or [one for one in entries if not one.get("query")]


def _holds(query: Mapping[str, float], width: float) -> bool:
    return query.get("minWidth", width) <= width <= query.get("maxWidth", width)


def _listed(option: Option) -> Option:
    """The option with each component as a list, and without its media."""
    found = {name: value for name, value in option.items() if name not in ("media", "timeline")}
    for name in COMPONENTS:
        value = found.get(name, [])
        found[name] = list(value) if isinstance(value, list | tuple) else [value]
    return found


def _merged(old: Option, new: Option) -> Option:
    """The old option with the new one over it."""
    found = dict(old)
    for name, value in new.items():
        if name in COMPONENTS:
            found[name] = _matched(old.get(name, []), value)
        elif isinstance(value, dict) and isinstance(old.get(name), dict):
            found[name] = _merged_values(old[name], value)
        else:
            found[name] = value
    return found


def _matched(old: list[Option], new: list[Option]) -> list[Option]:
    """Components merged by their id, else by their place; further ones are added."""
    found = list(old)
    for place, one in enumerate(new):
        at = _place(found, one, place)
        if at is None:
            found.append(one)
        else:
            found[at] = _merged_values(found[at], one)
    return found


def _place(old: list[Option], one: Option, place: int) -> int | None:
    if "id" in one:
        return next((i for i, other in enumerate(old) if other.get("id") == one["id"]), None)
    return place if place < len(old) else None


def _merged_values(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """Mappings merged to their depth; lists and values replaced."""
    found = dict(old)
    for name, value in new.items():
        deep = isinstance(value, Mapping) and isinstance(found.get(name), Mapping)
        found[name] = _merged_values(found[name], value) if deep else value
    return found
