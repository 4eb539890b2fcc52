"""The legend of a network: the lights that are there, and the rings, each with its word."""

from collections.abc import Collection
from typing import Any

from chains.figures import nodes
from chains.figures.options import Graph, Option
from chains.figures.palette import LIGHTS, Theme, light
from chains.i18n import _


def _key(name: str, icon: str, **style: Any) -> Option:
    return {"name": name, "icon": icon, "itemStyle": style}


def _light(state: str, paint: Theme) -> Option:
    seen, dash = light(state), "dashed" if state == "gap" else "solid"
    style = {"color": seen.fill(paint), "borderColor": seen.edge(paint), "borderType": dash}
    return _key(_(seen.word), seen.shape, borderWidth=1.5, **style)


def light_keys(states: Collection[str], paint: Theme) -> list[Option]:
    """The entries of these lights, in the order of the palette."""
    return [_light(state, paint) for state in LIGHTS if state in states]


def keys(graph: Graph, paint: Theme) -> list[Option]:
    """The legend's entries: the lights that are there, and the ring of a single firm."""
    segments = list(nodes.segments(graph).values())
    found = light_keys({nodes.state(data) for data in segments}, paint)
    if any(data["hangs"] for data in segments):
        style = {"color": paint.tint, "borderColor": paint.ring, "borderWidth": 3}
        found.append(_key(_("Depends on one firm"), "circle", **style))
    return found
