"""What a terminal shows: tables in which Chinese lines up, JSON, a progress bar."""

import json
import math
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

BAR = 30
QUIET_SECONDS = 1.0
WIDEST = 60


def width(text: str) -> int:
    """Places that a text takes in a terminal; a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def table(rows: Sequence[Mapping[str, Any]], headers: Mapping[str, str]) -> str:
    """Rows under headers (key -> header), numbers to the right, Chinese in line."""
    lines = [list(headers.values())]
    lines += [[shown(row[key]) for key in headers] for row in rows]
    widths = [max(map(width, column)) for column in zip(*lines, strict=True)]
    right = [any(_is_number(row[key]) for row in rows) for key in headers]
    ruled = [lines[0], ["-" * one for one in widths], *lines[1:]]
    return "\n".join(_line(line, widths, right) for line in ruled)


def _line(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    padded = [
        " " * (wide - width(cell)) + cell if to_right else cell + " " * (wide - width(cell))
        for cell, wide, to_right in zip(cells, widths, right, strict=True)
    ]
    return "  ".join(padded).rstrip()


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def shown(value: Any) -> str:
    """A cell on one line, cut where it would be endless."""
    if value is None:
        return ""
    text = f"{value:.10g}" if isinstance(value, float) else str(value)
    text = "".join(" " if unicodedata.category(letter) == "Cc" else letter for letter in text)
    return text if len(text) <= WIDEST else text[: WIDEST - 1] + "…"


def as_json(value: Any) -> str:
    """JSON with dates as ISO text, Chinese as it is, and null for what is no number."""
    return json.dumps(_finite(value), ensure_ascii=False, indent=2, default=_text)


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def _finite(value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, Mapping):
        return {str(key): _finite(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(one) for one in value]
    return value


@contextmanager
def progress() -> Iterator[Callable[[float, str], None]]:
    """A bar on a terminal's stderr from the first second on, gone when the work is done."""
    start = time.monotonic()
    drawn = False

    def tell(share: float, stage: str) -> None:
        nonlocal drawn
        if sys.stderr.isatty() and time.monotonic() - start > QUIET_SECONDS:
            full = round(BAR * min(share, 1))
            bar = "█" * full + "░" * (BAR - full)
            print(f"\r\x1b[K{bar} {share:4.0%} {stage}", end="", file=sys.stderr, flush=True)
            drawn = True

    try:
        yield tell
    finally:
        if drawn:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
