"""The labels of an option, with their `{style|text}` parts, as captions on paper."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from html import unescape
from typing import Any

from chains.figures.options import Option
from chains.figures.paper.colours import parted
from chains.figures.paper.marks import Caption, Line, Point, Run

PART = re.compile(r"\{(\w+)\|([^}]*)\}|([^{]+|\{)")
TAG = re.compile(r"<[^>]*>")
LEADING = 1.2  # a line's height against its letters, where nothing else is said
HALO = 3.0  # pixels of its stroke, half of which is seen
SMALLEST = 8.0  # pixels down to which letters shrink so that a text fits its box


@dataclass(frozen=True)
class Words:
    """What a label says of one item: `{b}` its name, `{c}` its value."""

    name: str = ""
    value: str = ""


def caption(label: Mapping[str, Any], words: Words, ink: str) -> Caption | None:
    """The caption of a label; None where it shows nothing."""
    text = str(label.get("formatter", words.name or words.value))
    text = text.replace("{b}", words.name).replace("{c}", words.value)
    if not label.get("show") or not text.strip():
        return None
    lines = tuple(_fitted(line, label) for line in _lines(text, label, ink))
    where = label.get("position", "inside")
    halo, halo_width, ground = _behind(label)
    return Caption(
        lines,
        where if isinstance(where, str) else (float(where[0]), float(where[1])),
        float(label.get("distance", 5)),
        str(label.get("align", "")),
        str(label.get("verticalAlign", "")),
        _pair(label.get("offset", (0, 0))),
        halo,
        halo_width,
        ground,
        _padding(label.get("padding", 0)),
    )


def _behind(label: Mapping[str, Any]) -> tuple[str, float, str]:
    """What keeps a text apart from lines: a halo and its width, or a ground.

    A ground that lets lines shine through becomes a halo, which covers less of them.
    """
    ground = str(label.get("backgroundColor", "transparent"))
    if ground != "transparent":
        solid, share = parted(ground)
        return ("", 0.0, solid) if share == 1 else (solid, HALO, "")
    halo = str(label.get("textBorderColor", ""))
    return halo, float(label.get("textBorderWidth", 0)) if halo else 0.0, ""


def _padding(given: Any) -> Point:
    """How far a ground reaches sideways, and up and down."""
    if isinstance(given, int | float):
        return float(given), float(given)
    return float(given[1]), float(given[0])


def _pair(values: Any) -> Point:
    return float(values[0]), float(values[1])


def _lines(text: str, label: Mapping[str, Any], ink: str) -> list[Line]:
    """The text cut into lines, each part in its style; a style may span lines."""
    rows: list[list[Run]] = [[]]
    heights: list[float] = [0.0]
    for name, styled, bare in PART.findall(text):
        style = {**label, **label.get("rich", {}).get(name, {})} if name else dict(label)
        for number, piece in enumerate((styled or bare).split("\n")):
            if number:
                rows.append([])
                heights.append(0.0)
            run = _run(piece, style, ink)
            heights[-1] = max(heights[-1], float(style.get("lineHeight", run.size * LEADING)))
            rows[-1] += _padded(run, style)
    return [Line(tuple(row), height) for row, height in zip(rows, heights, strict=True)]


def _run(text: str, style: Option, ink: str) -> Run:
    colour = style.get("color", ink)
    bold = str(style.get("fontWeight", "normal")) in ("bold", "bolder", "600", "700", "800", "900")
    size = float(style.get("fontSize", 12))
    return Run(text, size, ink if colour in ("inherit", "auto") else str(colour), bold)


def _padded(run: Run, style: Option) -> list[Run]:
    """The letters, and blanks about as wide as a style of fixed width leaves beside them."""
    wanted = style.get("width")
    if not isinstance(wanted, int | float) or "overflow" in style or not run.text:
        return [run]
    blank = replace(run, text=" ")
    count = max(0, round((wanted - run.width) / blank.width))
    before = {"right": count, "center": count // 2}.get(str(style.get("align", "left")), 0)
    parts = (replace(run, text=" " * before), run, replace(run, text=" " * (count - before)))
    return [part for part in parts if part.text]


def _fitted(line: Line, label: Mapping[str, Any]) -> Line:
    """A line that a label's box would cut, smaller so that it fits."""
    room = label.get("width")
    if not isinstance(room, int | float) or "overflow" not in label:
        return line
    return within(line, float(room))


def within(line: Line, room: float) -> Line:
    """The line no wider than this: with smaller letters, and cut where that is not enough."""
    if line.width <= room:
        return line
    share = room / line.width
    runs = tuple(replace(run, size=max(SMALLEST, run.size * share)) for run in line.runs)
    return _cut(replace(line, runs=runs), room)


def _cut(line: Line, room: float) -> Line:
    """The line without the letters that have no room, and a mark that some are missing."""
    kept: list[Run] = []
    for run in line.runs:
        free = room - sum(one.width for one in kept)
        if run.width <= free:
            kept.append(run)
            continue
        text = run.text
        while text and replace(run, text=f"{text}…").width > free:
            text = text[:-1]
        kept.append(replace(run, text=f"{text}…"))
        break
    return replace(line, runs=tuple(kept))


def spoken(hover: str) -> str:
    """What a tooltip says, without its HTML."""
    return unescape(TAG.sub("", hover.replace("<br>", "\n")))
