"""Symbols that an option draws itself: paths of straight lines, made to fit their box."""

import math
import re
from collections.abc import Iterator

from chains.figures.paper.marks import Point

PATH = "path://"
WORD = re.compile(r"([MmLlHhVvZz])|(-?\d*\.?\d+)|([^\s,])")
NEEDS = {"m": 2, "l": 2, "h": 1, "v": 1, "z": 0}


def fitted(text: str, at: Point, width: float, height: float) -> str:
    """The path as large as its box allows, in its middle; ValueError for one with bows."""
    parts = [part for part in _parts(text) if part]
    across = [x for part in parts for x, _y in part]
    down = [y for part in parts for _x, y in part]
    left, top = min(across), min(down)
    wide, high = max(across) - left, max(down) - top
    scale = min(width / wide if wide else math.inf, height / high if high else math.inf)
    x0, y0 = at[0] - wide * scale / 2, at[1] - high * scale / 2
    drawn = (
        "L".join(f"{x0 + (x - left) * scale:.1f} {y0 + (y - top) * scale:.1f}" for x, y in part)
        for part in parts
    )
    return "".join(f"M{part}Z" for part in drawn)


def _parts(text: str) -> Iterator[list[Point]]:
    """The corners of each part of a path."""
    part: list[Point] = []
    at = (0.0, 0.0)
    for command, values in _steps(text):
        kind = command.lower()
        if kind == "m":
            yield part
            part = []
        if kind == "z":
            at = part[0]
            continue
        at = _moved(command, values, at)
        part.append(at)
    yield part


def _steps(text: str) -> Iterator[tuple[str, list[float]]]:
    """Every command with its numbers; one letter may stand before several of them."""
    command, values = "", list[float]()
    for letter, number, other in WORD.findall(text):
        if other or not (command or letter):
            raise ValueError(f"a symbol with the path {text} has no form on paper")
        if letter:
            command, values = letter, []
        else:
            values.append(float(number))
        if len(values) == NEEDS[command.lower()]:
            yield command, values
            values = []


def _moved(command: str, values: list[float], at: Point) -> Point:
    """Where a command leads from here; small letters count from here."""
    kind, from_here = command.lower(), command.islower()
    x = values[0] + (at[0] if from_here else 0.0) if kind != "v" else at[0]
    y = values[-1] + (at[1] if from_here else 0.0) if kind != "h" else at[1]
    return x, y
