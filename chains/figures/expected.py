"""What December may come to, as lines from the last report: its range hatched, never a fact."""

from typing import Any, NamedTuple

from chains.figures import numbers
from chains.figures.palette import Theme
from chains.figures.words import lines
from chains.i18n import _

CLEAR = "rgba(0,0,0,0)"


class Expected(NamedTuple):
    """What the year may come to as seen from a month, and from what to what, all in 万元."""

    month: str
    middle: float
    low: float
    high: float

    @property
    def span(self) -> str:
        """From what to what, in words."""
        return f"{numbers.money(self.low)} – {numbers.money(self.high)}"


def forecast(
    last: tuple[int, float], expected: Expected, fill: str, paint: Theme
) -> list[dict[str, Any]]:
    """From the last month and its amount to December: the range hatched, its middle dashed."""
    said = lines(_("Forecast for December, no fact"), numbers.money(expected.middle), expected.span)
    shared = {"hovertext": said, "hoverinfo": "text"}
    return [
        shared | _range(last, expected, fill),
        shared
        | {
            "x": [last[0], 12],
            "y": [last[1], expected.middle],
            "mode": "lines+markers",
            "showlegend": False,
            "line": {"color": fill, "width": 2, "dash": "dash"},
            "marker": {"color": [fill, paint.paper], "size": [1, 9]}
            | {"line": {"color": fill, "width": 2}},
        },
    ]


def _range(last: tuple[int, float], expected: Expected, fill: str) -> dict[str, Any]:
    """The hatched ground between the lowest and the highest."""
    return {
        "x": [last[0], 12, 12, last[0]],
        "y": [last[1], expected.high, expected.low, last[1]],
        "mode": "lines",
        "name": _("Forecast"),
        "line": {"color": fill, "width": 1},
        "fill": "toself",
        "fillcolor": CLEAR,
        "fillpattern": {"shape": "/", "fgcolor": fill, "bgcolor": CLEAR, "size": 6},
    }
