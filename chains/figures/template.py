"""The look of every plotly figure: fonts, colours, ground; and the figure of nothing."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import plotly.graph_objects as go

from chains.figures.palette import FONT, Theme
from chains.i18n import _


@cache
def template(paint: Theme) -> go.layout.Template:
    """The template of this paper: transparent, without frames, hardly any grid."""
    axis = {
        "showgrid": False,
        "zeroline": False,
        "linecolor": paint.track,
        "tickfont": {"size": 13, "color": paint.muted},
        "title": {"font": {"size": 13, "color": paint.muted}},
        "fixedrange": True,
        "automargin": True,
    }
    return go.layout.Template(
        layout={
            "font": {"family": FONT, "size": 14, "color": paint.ink},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "margin": {"l": 4, "r": 4, "t": 8, "b": 8},
            "xaxis": axis,
            "yaxis": axis,
            "showlegend": False,
            "dragmode": False,
            "separators": ".,",
            "hoverlabel": {
                "bgcolor": paint.paper,
                "bordercolor": paint.track,
                "font": {"family": FONT, "size": 13, "color": paint.ink},
            },
        }
    )


def figure(
    paint: Theme, height: int, traces: Sequence[dict[str, Any]] = (), **layout: Any
) -> go.Figure:
    """A figure in our look, without plotly's own template under it.

    Made in one piece: each later addition makes plotly validate what is there once more.
    """
    layout |= {"template": template(paint), "height": height}
    return go.Figure(data=list(traces), layout=layout)


def empty(paint: Theme, height: int = 160) -> go.Figure:
    """The figure for no data: one sentence instead of empty axes."""
    drawn = figure(paint, height)
    drawn.update_xaxes(visible=False)
    drawn.update_yaxes(visible=False)
    return drawn.add_annotation(
        text=_("Nothing to show for this choice."),
        x=0.5,
        y=0.5,
        xref="paper",
        yref="paper",
        showarrow=False,
        font={"size": 15, "color": paint.muted},
    )
