"""A sheet as PNG, drawn from its SVG without a browser, fine enough to print."""

import struct
import zlib
from functools import cache

import resvg_py

from chains.figures.options import Option
from chains.figures.palette import FONT
from chains.figures.paper.sheet import MILLIMETRES, sheet
from chains.figures.paper.svg import written
from chains.network.exchange import Imprint

DPI = 300
INCH = 25.4
HEADER = 33  # bytes of a PNG's signature and its first chunk
TRIAL = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="30" font-family="{font}">'
    '<text y="24" font-size="24">{text}</text></svg>'
)


def png(option: Option, imprint: Imprint, dpi: int = DPI) -> bytes:
    """The option on an A3 sheet, as a PNG of this many dots per inch.

    The resolution stands in the file, so that it prints at its size.
    """
    width, height = (f"{side / INCH * dpi:.0f}" for side in MILLIMETRES)
    text = written(sheet(option, imprint), imprint, (width, height)).decode()
    drawn: bytes = resvg_py.svg_to_bytes(svg_string=text, sans_serif_family="Noto Sans CJK SC")
    return drawn[:HEADER] + _resolution(dpi) + drawn[HEADER:]


def _resolution(dpi: int) -> bytes:
    """The chunk that says how many pixels make a metre."""
    metre = round(dpi / INCH * 1000)
    body = b"pHYs" + struct.pack(">IIB", metre, metre, 1)
    return struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))


@cache
def chinese() -> bool:
    """Whether a font of this computer has Chinese characters; without one, PNGs show boxes.

    Two characters drawn alike are two boxes, or nothing.
    """
    first, second = (
        resvg_py.svg_to_bytes(svg_string=TRIAL.format(font=FONT, text=text)) for text in "链缺"
    )
    return bool(first != second)
