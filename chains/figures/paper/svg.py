"""A sheet as SVG: text as text in named fonts, one page, nothing loaded from elsewhere."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from xml.sax.saxutils import escape, quoteattr

from chains.figures.options import Option
from chains.figures.palette import FONT
from chains.figures.paper.captions import spoken, within
from chains.figures.paper.colours import paint
from chains.figures.paper.links import come
from chains.figures.paper.marks import Area, Caption, Line, Mark, Point, Run, Spot, Stroke
from chains.figures.paper.placing import Placed, box, inside, placed
from chains.figures.paper.shapes import outline
from chains.figures.paper.sheet import MILLIMETRES, Sheet, edition, sheet
from chains.network.exchange import Imprint, legible

ANCHOR = {"left": "start", "center": "middle", "right": "end"}
DASHES = {"dashed": (4, 3), "dotted": (1, 2)}
BASELINE = 0.36  # how far under the middle of a line its letters stand, against their size
EDGE = 2.0


def svg(option: Option, imprint: Imprint) -> bytes:
    """The option on an A3 sheet, with title, edition, legend and source, as an SVG file."""
    width, height = (f"{side:g}mm" for side in MILLIMETRES)
    return written(sheet(option, imprint), imprint, (width, height))


def written(page: Sheet, imprint: Imprint, room: tuple[str, str]) -> bytes:
    """The sheet as an SVG file of this width and height."""
    width, height = room
    x, y = page.origin
    size = (page.drawing.width, page.drawing.height)
    facts = " ".join(f"{name}={value}" for name, value in imprint.facts.items())
    root = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {page.width:.2f} {page.height:.2f}" '
        f'font-family={quoteattr(FONT)} role="img">'
    )
    rows = [
        '<?xml version="1.0" encoding="utf-8"?>',
        root,
        f"<title>{_safe(imprint.title)}</title>",
        f"<desc>{_safe(edition(imprint))} {_safe(imprint.source)}</desc>",
        f"<metadata>{_safe(facts)}</metadata>",
        f'<rect x="-2" y="-2" width="101%" height="101%" {paint("fill", page.drawing.paper)}/>',
        f'<g transform="translate({x:.1f} {y:.1f}) scale({page.scale:.4g})">',
        *_marks(page.drawing.marks, size),
        "</g>",
        *_marks(page.around, (page.width, page.height)),
        "</svg>",
    ]
    return ("\n".join(rows) + "\n").encode()


def _safe(text: str) -> str:
    return escape(legible(text))


def _marks(marks: Sequence[Mark], size: Point) -> Iterator[str]:
    """The elements of every mark, and over all of them the captions."""
    for mark in marks:
        yield from _mark(mark)
    for mark in marks:
        if mark.caption:
            yield from _words(mark.caption, mark, size)


def _mark(mark: Mark) -> Iterator[str]:
    """The elements of a mark, with what it says to a pointer."""
    if isinstance(mark, Area):
        left, top, width, height = box(mark)
        yield (
            f'<rect x="{left:.1f}" y="{top:.1f}" width="{width:.1f}" height="{height:.1f}" '
            f"{paint('fill', mark.fill, mark.opacity)}/>"
        )
        return
    drawn = list(_stroke(mark) if isinstance(mark, Stroke) else _spot(mark))
    hover = spoken(mark.hover)
    if hover and drawn:
        drawn = [f"<g><title>{_safe(hover)}</title>", *drawn, "</g>"]
    yield from drawn


def _spot(spot: Spot) -> Iterator[str]:
    shape = outline(spot.shape, spot.at, spot.width, spot.height)
    if not shape:
        return
    edge = ""
    if spot.edge_width > 0 and spot.edge != "none":
        edge = (
            f' {paint("stroke", spot.edge, spot.opacity)} stroke-width="{spot.edge_width:g}"'
            f"{_dash(spot.dash, spot.edge_width)}"
        )
    yield f"{shape[:-2]} {paint('fill', spot.fill, spot.opacity)}{edge}/>"


def _stroke(stroke: Stroke) -> Iterator[str]:
    if not stroke.opacity or not stroke.width:
        return
    (x, y), *rest = stroke.points
    if stroke.control:
        (a, b), (c, d) = stroke.control, rest[-1]
        path = f"M{x:.1f} {y:.1f}Q{a:.1f} {b:.1f} {c:.1f} {d:.1f}"
    else:
        path = f"M{x:.1f} {y:.1f}" + "".join(f"L{a:.1f} {b:.1f}" for a, b in rest)
    yield (
        f'<path d="{path}" fill="none" {paint("stroke", stroke.colour, stroke.opacity)} '
        f'stroke-width="{stroke.width:g}"'
        f"{_dash(stroke.dash, stroke.width)}/>"
    )
    if stroke.arrow:
        shape = outline("arrow", stroke.tip, stroke.arrow * 0.8, stroke.arrow, come(stroke))
        yield f"{shape[:-2]} {paint('fill', stroke.colour, stroke.opacity)}/>"


def _dash(kind: str, width: float) -> str:
    if kind not in DASHES:
        return ""
    on, off = (part * max(width, 1.2) for part in DASHES[kind])
    return f' stroke-dasharray="{on:g} {off:g}"'


def _words(caption: Caption, mark: Mark, size: Point) -> Iterator[str]:
    """A text element for each line, no further out than the paper."""
    lines = tuple(within(line, size[0] - 2 * EDGE) for line in caption.lines)
    caption = replace(caption, lines=lines)
    at = inside(placed(caption, box(mark)), caption, size, EDGE)
    if caption.ground:
        yield _ground(caption, at)
    y = at.y
    for line in caption.lines:
        if line.text.strip():
            yield _line(line, caption, at, y)
        y += line.height


def _ground(caption: Caption, at: Placed) -> str:
    aside, above = caption.padding
    return (
        f'<rect x="{at.left(caption.width) - aside:.1f}" y="{at.y - above:.1f}" '
        f'width="{caption.width + 2 * aside:.1f}" height="{caption.height + 2 * above:.1f}" '
        f"{paint('fill', caption.ground)}/>"
    )


def _line(line: Line, caption: Caption, at: Placed, y: float) -> str:
    largest = max(run.size for run in line.runs)
    base = y + line.height / 2 + BASELINE * largest
    halo = ""
    if caption.halo:
        halo = (
            f' {paint("stroke", caption.halo)} stroke-width="{caption.halo_width:g}"'
            ' stroke-linejoin="round" paint-order="stroke"'
        )
    spans = "".join(map(_span, line.runs))
    return (
        f'<text x="{at.x:.1f}" y="{base:.1f}" text-anchor="{ANCHOR[at.align]}" '
        f'xml:space="preserve"{halo}>{spans}</text>'
    )


def _span(run: Run) -> str:
    bold = ' font-weight="bold"' if run.bold else ""
    style = f'font-size="{run.size:.3g}" {paint("fill", run.colour)}{bold}'
    return f"<tspan {style}>{_safe(run.text)}</tspan>"
