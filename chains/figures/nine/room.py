"""How much room each part of a lane has, on a wide screen and on a telephone."""

from dataclasses import dataclass

from chains.figures.options import Option, plane
from chains.network.crossings import Point
from chains.network.lanes import Lanes

ABOVE = 0.7  # lanes that the headings take above the first lane
LANE = 79  # pixels of a lane on a telephone, the tighter of the two
BELOW = 4


@dataclass(frozen=True)
class Room:
    """One drawing's measures in pixels of its own `width`; it stretches with the screen.

    Arcs bow to the left of the bubbles by at most `depth`; a lane's rows of dots lie at `rows`
    (shares of the lane), from `left` to `right`.
    """

    narrow: bool
    width: float
    lane: float  # pixels from one lane to the next
    bubble: float
    biggest_bubble: float
    depth: float
    text: float
    text_width: int
    name_width: int
    left: float
    right: float
    rows: tuple[float, float]
    biggest_dot: float
    top: int  # pixels above the drawing, for the legend

    def dot(self, place: Point, slots: int) -> Point:
        """Where a segment's dot stands: x in pixels, y in lanes."""
        x, y = place
        lane, share = int(y), y - int(y)
        first, last = self.rows
        across = self.left + x / max(slots, 1) * (self.right - self.left)
        return across, lane + first + (share - 0.25) / 0.5 * (last - first)

    def across(self, slot: float, slots: int) -> float:
        """Where a slot begins, in pixels."""
        return self.left + slot / max(slots, 1) * (self.right - self.left)

    def plane(self, lanes: int) -> Option:
        """The axes and their place in the chart."""
        grid = {"left": 0, "right": 0, "top": self.top, "bottom": BELOW}
        return plane((0.0, self.width), (-ABOVE, float(lanes)), grid)


NUMBERS = (898.0, 937.0, 983.0)  # where firms, gaps and warnings stand on a wide screen
WIDE_TOP, NARROW_TOP = 4, 64


def height(lanes: Lanes) -> int:
    """The height in pixels at which both drawings read."""
    return round((max(len(lanes.chains), 1) + ABOVE) * LANE) + NARROW_TOP + BELOW


def wide(lanes: Lanes) -> Room:
    """People, bubbles, zones and numbers beside each other, at 1,000 pixels and more."""
    lane = (height(lanes) - WIDE_TOP - BELOW) / (max(len(lanes.chains), 1) + ABOVE)
    return Room(
        narrow=False, width=1008.0, lane=lane, bubble=118.0, biggest_bubble=46.0, depth=92.0,
        text=146.0, text_width=198, name_width=198, left=352.0, right=858.0,
        rows=(0.2, 0.66), biggest_dot=20.0, top=WIDE_TOP,
    )  # fmt: skip


def narrow(_lanes: Lanes) -> Room:
    """People and numbers over the dots, on a telephone."""
    return Room(
        narrow=True, width=358.0, lane=float(LANE), bubble=50.0, biggest_bubble=28.0, depth=34.0,
        text=72.0, text_width=286, name_width=182, left=72.0, right=356.0,
        rows=(0.715, 0.895), biggest_dot=12.0, top=NARROW_TOP,
    )  # fmt: skip
