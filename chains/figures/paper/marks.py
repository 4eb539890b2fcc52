"""What a drawing on paper is made of: areas, strokes, spots and their captions, in pixels."""

import unicodedata
from dataclasses import dataclass

Point = tuple[float, float]

NARROW, WIDE_LETTERS = frozenset("iljtfrI.,:;'|!()[] "), frozenset("mwMW@%&")
BOLDER = 1.05


@dataclass(frozen=True)
class Run:
    """Letters in one style."""

    text: str
    size: float
    colour: str
    bold: bool = False

    @property
    def width(self) -> float:
        """About how wide it is drawn; a Chinese letter is as wide as it is high."""
        return sum(map(_em, self.text)) * self.size * (BOLDER if self.bold else 1)


@dataclass(frozen=True)
class Line:
    """One line of a caption."""

    runs: tuple[Run, ...]
    height: float

    @property
    def width(self) -> float:
        """About how wide it is drawn."""
        return sum(run.width for run in self.runs)

    @property
    def text(self) -> str:
        """Its letters without their styles."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Caption:
    """Text beside or inside a spot or an area.

    `position` is ECharts' word (`bottom`, `insideTopLeft`), or a place from the upper left corner.
    A `ground` reaches further than the text by the padding, first sideways and then up and down.
    """

    lines: tuple[Line, ...]
    position: str | Point = "inside"
    distance: float = 5.0
    align: str = ""
    vertical: str = ""
    offset: Point = (0.0, 0.0)
    halo: str = ""
    halo_width: float = 0.0
    ground: str = ""
    padding: Point = (0.0, 0.0)

    @property
    def width(self) -> float:
        """Of its longest line."""
        return max((line.width for line in self.lines), default=0.0)

    @property
    def height(self) -> float:
        """Of all its lines."""
        return sum(line.height for line in self.lines)


@dataclass(frozen=True)
class Spot:
    """A symbol with its caption; `hover` is what a pointer over it reads."""

    at: Point
    shape: str
    width: float
    height: float
    fill: str = "none"
    edge: str = "none"
    edge_width: float = 0.0
    dash: str = "solid"
    opacity: float = 1.0
    caption: Caption | None = None
    hover: str = ""


@dataclass(frozen=True)
class Stroke:
    """A line through points, or a bow from the first to the last if there is a `control`.

    With an `arrow` its head is that long and ends in `tip`, a little further than the line.
    """

    points: tuple[Point, ...]
    colour: str
    width: float = 1.0
    dash: str = "solid"
    opacity: float = 1.0
    control: Point | None = None
    arrow: float = 0.0
    tip: Point = (0.0, 0.0)
    caption: Caption | None = None
    hover: str = ""


@dataclass(frozen=True)
class Area:
    """A tinted rectangle."""

    start: Point
    end: Point
    fill: str
    opacity: float = 1.0
    caption: Caption | None = None


Mark = Area | Stroke | Spot


@dataclass(frozen=True)
class Drawing:
    """Marks in the order in which they are drawn, the legend's entries, and the paper.

    `heading` is what the figure's own title says, for the sheet to say above the drawing.
    """

    width: float
    height: float
    marks: tuple[Mark, ...]
    keys: tuple[Spot, ...]
    paper: str
    ink: str
    muted: str
    heading: tuple[str, ...] = ()


def _em(letter: str) -> float:
    """How wide a letter is against its height, about as in Noto Sans."""
    if unicodedata.combining(letter):
        return 0.0
    if unicodedata.east_asian_width(letter) in "WFA":
        return 1.0
    if letter in NARROW:
        return 0.34
    if letter in WIDE_LETTERS:
        return 0.9
    return 0.66 if letter.isupper() else 0.57
