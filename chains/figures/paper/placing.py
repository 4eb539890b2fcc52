"""Where a caption stands: its upper left corner from its position beside or inside a box."""

from dataclasses import dataclass

from chains.figures.paper.marks import Area, Caption, Mark, Point, Spot, Stroke

Box = tuple[float, float, float, float]  # left, top, width, height


@dataclass(frozen=True)
class Placed:
    """A caption's anchor: x of its left, middle or right as `align` says, and y of its top."""

    x: float
    y: float
    align: str

    def left(self, width: float) -> float:
        """Where a text of this width begins."""
        return self.x - {"left": 0.0, "center": width / 2, "right": width}[self.align]


def box(mark: Mark) -> Box:
    """The room that a mark takes, to which its caption refers."""
    if isinstance(mark, Spot):
        x, y = mark.at
        return x - mark.width / 2, y - mark.height / 2, mark.width, mark.height
    if isinstance(mark, Area):
        (left, top), (right, bottom) = mark.start, mark.end
        return min(left, right), min(top, bottom), abs(right - left), abs(bottom - top)
    x, y = middle(mark)
    return x, y, 0.0, 0.0


def middle(stroke: Stroke) -> Point:
    """The point halfway along a bow, or between the two middle points of a line."""
    points = stroke.points
    if stroke.control is not None:
        return bow(points[0], stroke.control, points[-1], 0.5)
    a, b = points[(len(points) - 1) // 2], points[len(points) // 2]
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2


def bow(start: Point, control: Point, end: Point, t: float) -> Point:
    """A point of a quadratic Bézier curve."""
    a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t**2
    return (
        a * start[0] + b * control[0] + c * end[0],
        a * start[1] + b * control[1] + c * end[1],
    )


def _across(words: str, room: Box, gap: float) -> tuple[float, str]:
    """Where the text stands, and with which side."""
    left, _top, width, _height = room
    if words == "left":
        return left - gap, "right"
    if words == "right":
        return left + width + gap, "left"
    if words.endswith("left") and words.startswith("inside"):
        return left + gap, "left"
    if words.endswith("right") and words.startswith("inside"):
        return left + width - gap, "right"
    return left + width / 2, "center"


def _down(words: str, room: Box, gap: float) -> tuple[float, str]:
    """The height at which the text stands, and with which of its edges."""
    _left, top, _width, whole = room
    if words == "top":
        return top - gap, "bottom"
    if words == "bottom":
        return top + whole + gap, "top"
    if words.startswith("insidetop"):
        return top + gap, "top"
    if words.startswith("insidebottom"):
        return top + whole - gap, "bottom"
    return top + whole / 2, "middle"


RAISED = {"top": 0.0, "middle": 0.5, "bottom": 1.0}  # parts of its height above where it stands


def placed(caption: Caption, room: Box) -> Placed:
    """The place of a caption as ECharts lays it out; its own alignments go first."""
    words = caption.position
    if isinstance(words, str):
        x, align = _across(words.lower(), room, caption.distance)
        y, edge = _down(words.lower(), room, caption.distance)
    else:
        x, y, align, edge = room[0] + words[0], room[1] + words[1], "left", "top"
    align = caption.align if caption.align in ("left", "center", "right") else align
    edge = caption.vertical if caption.vertical in RAISED else edge
    y -= caption.height * RAISED[edge]
    return Placed(x + caption.offset[0], y + caption.offset[1], align)


def inside(spot: Placed, caption: Caption, size: Point, edge: float) -> Placed:
    """The place, moved so that the caption stays on paper of this size."""
    left = spot.left(caption.width)
    moved = min(max(left, edge), size[0] - edge - caption.width) - left
    top = min(max(spot.y, edge), size[1] - edge - caption.height)
    return Placed(spot.x + moved, top, spot.align)
