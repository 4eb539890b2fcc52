"""A sheet to print: a drawing under its title and legend, over a footer that says where from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from chains.figures.options import Option
from chains.figures.paper.captions import within
from chains.figures.paper.marks import Caption, Drawing, Line, Mark, Point, Run, Spot, Stroke
from chains.figures.paper.placing import Box, box, placed
from chains.figures.paper.sketch import sketch
from chains.i18n import _
from chains.network.exchange import Imprint, legible

MILLIMETRES = (420.0, 297.0)  # A3, landscape
PIXELS = 96 / 25.4  # of CSS in a millimetre
MARGIN = 40.0
UNDER, FOOT = 34.0, 14.0  # pixels below the heading, and above the footer
ROW, SMALL, TITLE, LEADING = 22.0, 13.0, 24.0, 19.0
GAP = 26.0  # between entries of the legend


@dataclass(frozen=True)
class Sheet:
    """A drawing at its place on the sheet, and what is written around it."""

    width: float
    height: float
    drawing: Drawing
    origin: Point
    scale: float
    around: tuple[Spot, ...]


def edition(imprint: Imprint) -> str:
    """Of which edition, from which day, and up to which month, in the language in force."""
    values = {"number": imprint.edition, "date": imprint.date.isoformat(), "month": imprint.month}
    if imprint.preview:
        return _("Preview of edition {number}, not published · {date} · data to {month}", **values)
    if not imprint.month:
        return _("Edition {number} of {date}", **values)
    return _("Edition {number} of {date} · data to {month}", **values)


def heading(drawing: Drawing, imprint: Imprint) -> str:
    """What the figure's own heading says beside the title of the file."""
    return " · ".join(legible(text) for text in drawing.heading if text != imprint.title)


def sheet(option: Option, imprint: Imprint) -> Sheet:
    """The option drawn as large as an A3 sheet allows."""
    width, height = (side * PIXELS for side in MILLIMETRES)
    room = width - 2 * MARGIN
    first = sketch(option, (room, height - 2 * MARGIN))
    keys = _legend(first.keys, width - MARGIN, room * 0.55)
    head = _head(imprint, first, room * 0.43 if keys else room)
    footer = _footer(imprint, first, room, height - MARGIN)
    top = max(one.at[1] for one in (*head, *keys)) + UNDER
    bottom = min((one.at[1] for one in footer), default=height - MARGIN) - FOOT
    drawing, origin, scale = _fitted(option, first, room, bottom - top)
    return Sheet(
        width,
        height,
        drawing,
        (MARGIN + origin[0], top + origin[1]),
        scale,
        (*head, *keys, *footer),
    )


def _fitted(
    option: Option, first: Drawing, room: float, free: float
) -> tuple[Drawing, Point, float]:
    """The drawing, where it begins and how much it is scaled, so that what it draws fills the room.

    What a figure keeps free above and below for its own heading and legend is given to it.
    """
    above, below = blanks(first)
    drawing = sketch(option, (room, free + above + below))
    above, below = blanks(drawing)
    scale = min(room / drawing.width, free / (drawing.height - above - below))
    return drawing, ((room - drawing.width * scale) / 2, -above * scale), scale


def blanks(drawing: Drawing) -> Point:
    """Pixels without a mark above and below what is drawn."""
    boxes = [one for mark in drawing.marks for one in _boxes(mark)]
    top = min((box[1] for box in boxes), default=0.0)
    bottom = max((box[1] + box[3] for box in boxes), default=drawing.height)
    return max(0.0, top), max(0.0, drawing.height - bottom)


def _boxes(mark: Mark) -> Iterator[Box]:
    """The rooms of a mark and of its caption; a line is as high as its points."""
    if isinstance(mark, Stroke):
        points = [*mark.points, mark.control or mark.points[0]]
        lowest, highest = min(y for _x, y in points), max(y for _x, y in points)
        yield 0.0, lowest, 0.0, highest - lowest
    else:
        yield box(mark)
    if mark.caption:
        at = placed(mark.caption, box(mark))
        yield at.left(mark.caption.width), at.y, mark.caption.width, mark.caption.height


def _text(line: Line, at: Point) -> Spot:
    """A line whose upper left corner is here."""
    said = Caption((line,), "bottom", 0.0, "left")
    return Spot(at, "none", 0.0, 0.0, caption=said, hover="")


def _head(imprint: Imprint, drawing: Drawing, room: float) -> tuple[Spot, ...]:
    """The title, of which edition it is, and what the figure's own heading says."""
    title = Line((Run(legible(imprint.title), TITLE, drawing.ink, bold=True),), TITLE * 1.3)
    lines = [edition(imprint), *folded(heading(drawing, imprint), SMALL, room)]
    found = [_text(within(title, room), (MARGIN, MARGIN - 8))]
    for number, line in enumerate(lines):
        said = Line((Run(line, SMALL, drawing.muted),), LEADING)
        found.append(_text(within(said, room), (MARGIN, MARGIN + 26 + number * LEADING)))
    return tuple(found)


def _legend(keys: Sequence[Spot], right: float, room: float) -> tuple[Spot, ...]:
    """The entries in rows that end at the right."""
    rows: list[list[Spot]] = [[]]
    for key in keys:
        if rows[-1] and sum(map(_width, [*rows[-1], key])) > room:
            rows.append([])
        rows[-1].append(key)
    found = []
    for number, row in enumerate(rows):
        x = right - sum(map(_width, row)) + GAP
        for key in row:
            found.append(replace(key, at=(x + key.width / 2, MARGIN + 6 + number * ROW)))
            x += _width(key)
    return tuple(found)


def _width(key: Spot) -> float:
    words = key.caption.width + key.caption.distance if key.caption else 0.0
    return key.width + words + GAP


def _footer(imprint: Imprint, drawing: Drawing, room: float, bottom: float) -> tuple[Spot, ...]:
    lines = folded(legible(imprint.source), SMALL - 1, room)
    height = (SMALL - 1) * 1.4
    return tuple(
        _text(
            Line((Run(line, SMALL - 1, drawing.muted),), height),
            (MARGIN, bottom - height * (len(lines) - number)),
        )
        for number, line in enumerate(lines)
    )


def folded(text: str, size: float, room: float) -> list[str]:
    """The text in lines no wider than the room, cut between words where there are any."""
    found: list[str] = []
    line = ""
    for letter in " ".join(text.split()):
        if Run(line + letter, size, "").width <= room:
            line += letter
            continue
        head, blank, tail = line.rpartition(" ")
        kept = head if blank and len(tail) < len(head) else line
        found.append(kept)
        line = (line[len(kept) :] + letter).lstrip()
    return [*found, line] if line.strip() else found
