"""What a chart in Chromium has drawn: every word of a canvas with its place in pixels."""

from itertools import combinations
from typing import NamedTuple

from playwright.sync_api import Locator

RECORD = """
(() => {
  const proto = CanvasRenderingContext2D.prototype;
  const fill = proto.fillText, clear = proto.clearRect;
  proto.clearRect = function (x, y, w, h) {
    if (w >= this.canvas.width / devicePixelRatio - 1) this.canvas.words = [];
    return clear.call(this, x, y, w, h);
  };
  proto.fillText = function (text, x, y, ...rest) {
    const width = this.measureText(text).width, size = parseFloat(/([\\d.]+)px/.exec(this.font)[1]);
    const left = x - width * ({center: 0.5, right: 1, end: 1}[this.textAlign] || 0);
    const top = y - size * ({middle: 0.5, top: 0, hanging: 0}[this.textBaseline] ?? 0.85);
    const m = this.getTransform(), scale = devicePixelRatio;
    const at = (a, b) => [(m.a * a + m.c * b + m.e) / scale, (m.b * a + m.d * b + m.f) / scale];
    const [x0, y0] = at(left, top), [x1, y1] = at(left + width, top + size);
    (this.canvas.words ||= []).push([text, x0, y0, x1, y1, size, this.globalAlpha]);
    return fill.call(this, text, x, y, ...rest);
  };
})()
"""
TOUCH = 1.0  # pixels by which two boxes may lie over each other


class Word(NamedTuple):
    """A word and its box in CSS pixels of its canvas, with the size of its letters."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    alpha: float


def words(canvas: Locator) -> list[Word]:
    """What a canvas shows; RECORD must have been there before the page was loaded."""
    return [Word(*one) for one in canvas.evaluate("canvas => canvas.words || []")]


def clashes(found: list[Word]) -> list[tuple[str, str]]:
    """The pairs of words of which one lies over the other."""
    return [(a.text, b.text) for a, b in combinations(found, 2) if _over(a, b)]


def _over(a: Word, b: Word) -> bool:
    wide = min(a.right, b.right) - max(a.left, b.left)
    high = min(a.bottom, b.bottom) - max(a.top, b.top)
    return wide > TOUCH and high > TOUCH
