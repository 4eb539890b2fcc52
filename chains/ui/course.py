"""The year's course as seen on the page: which view of it is open, and the views."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from chains.errors import N_
from chains.i18n import _
from chains.ui.course_gap import gap
from chains.ui.course_look import Look, switch
from chains.ui.course_slopes import slopes
from chains.ui.course_spans import spans
from chains.ui.course_time import time
from chains.ui.course_year import year

__all__ = ["Look", "shown"]

VIEWS: Mapping[str, tuple[str, Callable[[Look], None]]] = MappingProxyType(
    {
        "year": (N_("The year's curve"), year),
        "gap": (N_("Who makes the gap"), gap),
        "spans": (N_("Starts and finishes"), spans),
        "time": (N_("Money against time"), time),
        "slopes": (N_("From month to month"), slopes),
    }
)


def shown(look: Look) -> None:
    """The view that the URL names as `view=`; the others are not worked out."""
    names = {code: _(title) for code, (title, _draw) in VIEWS.items()}
    VIEWS[switch("view", names, _("View"))][1](look)
