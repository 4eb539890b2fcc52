"""The legend of the lanes: the lights that are there, the gap, and the ring of a single firm."""

from typing import Any

import pandas as pd

from chains.figures.nine.dots import alone, state
from chains.figures.options import Option
from chains.figures.palette import LIGHTS, Theme, light
from chains.i18n import _


def _key(name: str, icon: str, **style: Any) -> Option:
    return {"name": name, "icon": icon, "itemStyle": style}


def _light(one: str, paint: Theme) -> Option:
    seen, dash = light(one), "dashed" if one == "gap" else "solid"
    colours = {"color": seen.fill(paint), "borderColor": seen.edge(paint)}
    return _key(_(seen.word), seen.shape, borderWidth=1.5, borderType=dash, **colours)


def keys(cards: pd.DataFrame, segments: pd.DataFrame, paint: Theme) -> list[Option]:
    """What is there among chains and segments, in the order of the lights."""
    rows = list(segments.itertuples(index=False))
    present = {state(row) for row in rows} | set(cards["light"])
    found = [_light(one, paint) for one in LIGHTS if one in present]
    if any(alone(row) for row in rows):
        ring = {"color": paint.tint, "borderColor": paint.ring, "borderWidth": 3}
        found.append(_key(_("Depends on one firm"), "circle", **ring))
    return found
