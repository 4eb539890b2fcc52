"""Colours as every program that reads SVG knows them: six digits, and opacity beside them."""

import re

HEX = re.compile(r"#([0-9a-fA-F]{3,8})$")
CALLED = re.compile(r"rgba?\(\s*([\d.]+)\s*,\s*([\d.]+)\s*,\s*([\d.]+)\s*(?:,\s*([\d.]+)\s*)?\)$")
NAMED = re.compile(r"[a-z]{3,20}$")


def parted(colour: str) -> tuple[str, float]:
    """The colour without its transparency, and how opaque it is; ValueError for no colour."""
    if hit := HEX.match(colour):
        digits = hit[1] if len(hit[1]) > 4 else "".join(2 * one for one in hit[1])
        if len(digits) in (6, 8):
            return f"#{digits[:6]}", int(digits[6:] or "ff", 16) / 255
    if hit := CALLED.match(colour):
        red, green, blue = (min(255, round(float(part))) for part in hit.groups()[:3])
        return f"#{red:02x}{green:02x}{blue:02x}", float(hit[4] or 1)
    if NAMED.match(colour):
        return colour, 1.0
    raise ValueError(f"{colour!r} is no colour")


def paint(name: str, colour: str, opacity: float = 1.0) -> str:
    """The attributes `fill` or `stroke` of an element."""
    solid, share = parted(colour)
    opaque = share * opacity
    return f'{name}="{solid}"' + (f' {name}-opacity="{opaque:.3g}"' if opaque < 1 else "")
