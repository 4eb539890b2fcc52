"""A sheet to print: a drawing under its title and legend, over a footer that says where from."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from chains.figures.options import Option
from chains.figures.paper.captions import within
from chains.figures.paper.marks import Caption, Drawing, Line, Point, Run, Spot
from chains.figures.paper.sketch import sketch
from chains.i18n import _
from chains.network.exchange import Imprint, legible

MILLIMETRES = (420.0, 297.0)  # A3, landscape
PIXELS = 96 / 25.4  # of CSS in a millimetre
MARGIN = 40.0
HEAD, FOOT = 66.0, 14.0
ROW, SMALL, TITLE = 22.0, 13.0, 24.0
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


def sheet(option: Option, imprint: Imprint) -> Sheet:
    """The option drawn as large as an A3 sheet allows."""
    width, height = (round(side * PIXELS) for side in MILLIMETRES)
    room = width - 2 * MARGIN
    first = sketch(option, (room, height - 2 * MARGIN))
    keys = _legend(first.keys, width - MARGIN, room * 0.6)
    top = MARGIN + max(HEAD, 2 * MARGIN + max((key.at[1] for key in keys), default=0) - MARGIN)
    footer = _footer(imprint, first, room, height - MARGIN)
    bottom = footer[0].at[1] - FOOT if footer else height - MARGIN
    drawing = sketch(option, (room, bottom - top))
    scale = min(room / drawing.width, (bottom - top) / drawing.height)
    origin = ((width - drawing.width * scale) / 2, top)
    around = (*_heading(imprint, first, room * 0.4 if keys else room), *keys, *footer)
    return Sheet(width, height, drawing, origin, scale, around)


def _text(line: Line, at: Point) -> Spot:
    """A line whose upper left corner is here."""
    said = Caption((line,), "bottom", 0.0, "left")
    return Spot(at, "none", 0.0, 0.0, caption=said, hover="")


def _heading(imprint: Imprint, drawing: Drawing, room: float) -> tuple[Spot, ...]:
    title = Line((Run(legible(imprint.title), TITLE, drawing.ink, bold=True),), TITLE * 1.3)
    under = Line((Run(edition(imprint), SMALL + 1, drawing.muted),), SMALL * 1.5)
    return (
        _text(within(title, room), (MARGIN, MARGIN - 8)),
        _text(within(under, room), (MARGIN, MARGIN + 26)),
    )


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
