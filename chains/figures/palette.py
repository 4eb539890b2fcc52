"""The colours, shapes and marks of every picture; a light is never told by its colour alone."""

from dataclasses import dataclass

from chains.errors import N_

FONT = "Microsoft YaHei, PingFang SC, Noto Sans CJK SC, sans-serif"


@dataclass(frozen=True)
class Light:
    """How one state looks on light and dark paper, its shape for ECharts, its mark."""

    colour: str
    colour_dark: str
    rim: str
    rim_dark: str
    shape: str
    mark: str
    word: str

    def fill(self, paint: "Theme") -> str:
        """The fill for this paper."""
        return self.colour_dark if paint.dark else self.colour

    def edge(self, paint: "Theme") -> str:
        """The rim for this paper: it stands out from the paper where the fill does not."""
        return self.rim_dark if paint.dark else self.rim


@dataclass(frozen=True)
class Theme:
    """The colours around the lights, for one paper. `ink` and `muted` are for texts."""

    dark: bool
    paper: str
    tint: str
    ink: str
    muted: str
    track: str
    link: str
    accent: str
    alarm: str
    ring: str


BLUE = ("#1B6CA8", "#3D8FD1", "#1B6CA8", "#3D8FD1", "circle", "●")
PALE = ("#7FB8DA", "#A9D3EC", "#3F87B3", "#A9D3EC", "circle", "◐")
AMBER = ("#F2A900", "#F2A900", "#A87400", "#F2A900", "diamond", "◆")
RED = ("#B3261E", "#FF6B5B", "#B3261E", "#FF6B5B", "triangle", "▲")
SLATE = ("#4A6072", "#9FB4C4", "#4A6072", "#9FB4C4", "roundRect", "✓")

INVESTMENT = (
    "ahead",
    "on_schedule",
    "behind",
    "far_behind",
    "finished",
    "no_plan",
    "not_reported",
)
LIGHTS = {
    "ahead": Light(*BLUE, N_("Ahead")),
    "on_schedule": Light(*PALE, N_("On schedule")),
    "behind": Light(*AMBER, N_("Behind")),
    "far_behind": Light(*RED, N_("Far behind")),
    "finished": Light(*SLATE, N_("Finished")),
    "healthy": Light(*BLUE, N_("Healthy")),
    "steady": Light(*PALE, N_("Steady")),
    "warning": Light(*AMBER, N_("Warning")),
    "danger": Light(*RED, N_("Danger")),
    "no_plan": Light("#C3CAD3", "#5D6B7E", "#76818F", "#8B98A9", "rect", "■", N_("No plan")),
    "not_reported": Light(
        "#FFFFFF", "#0F1A24", "#76818F", "#8B98A9", "rect", "□", N_("Not reported")
    ),
    "gap": Light("#FFFFFF", "#0F1A24", "#B3261E", "#FF6B5B", "circle", "◌", N_("Gap")),
}

LIGHT = Theme(
    dark=False,
    paper="#FFFFFF",
    tint="#F1F6FA",
    ink="#1A2733",
    muted="#55637A",
    track="#E4EAF1",
    link="#9FB1C7",
    accent="#B25000",
    alarm="#B3261E",
    ring="#111827",
)
DARK = Theme(
    dark=True,
    paper="#0F1A24",
    tint="#182836",
    ink="#E6EDF3",
    muted="#B0BCC6",
    track="#30414F",
    link="#64788C",
    accent="#FFB066",
    alarm="#FF8A7D",
    ring="#F5F8FC",
)


def theme(*, dark: bool) -> Theme:
    """The colours for light or dark paper."""
    return DARK if dark else LIGHT


def light(state: str | None) -> Light:
    """The look of a state; none at all, or one that is not known, counts as not reported."""
    return LIGHTS.get(state or "", LIGHTS["not_reported"])
