"""The twelve months of a year as an axis, and the legend above it."""

from typing import Any

import pandas as pd

from chains.errors import N_
from chains.figures.palette import LIGHTS, Theme
from chains.i18n import _

MONTHS = (
    N_("Jan"),
    N_("Feb"),
    N_("Mar"),
    N_("Apr"),
    N_("May"),
    N_("Jun"),
    N_("Jul"),
    N_("Aug"),
    N_("Sep"),
    N_("Oct"),
    N_("Nov"),
    N_("Dec"),
)
SHOWN = (1, 3, 6, 9, 12)  # the months that have room for their names
HUE = LIGHTS["healthy"]


def month_name(number: int) -> str:
    """A month's name in the language in force, 1 for January."""
    return _(MONTHS[number - 1])


def numbered(frame: pd.DataFrame) -> list[int]:
    """The number of each row's month (`YYYY-MM`)."""
    return [int(month[5:7]) for month in frame["month"].tolist()]


def axis() -> dict[str, Any]:
    """The axis on which January is 1."""
    words = [month_name(number) for number in SHOWN]
    return {"range": [0.4, 12.6], "tickvals": list(SHOWN), "ticktext": words, "tickangle": 0}


def legend(paint: Theme) -> dict[str, Any]:
    """A legend in a row above the figure."""
    font = {"size": 13, "color": paint.ink}
    return {"x": 0, "y": 1.02, "yanchor": "bottom", "orientation": "h", "font": font}
