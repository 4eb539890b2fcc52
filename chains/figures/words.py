"""Names made fit for a drawing: as HTML text, as an ECharts label, and short."""

import re
from html import escape

FORM = re.compile(r"(股份|集团)?(有限责任公司|有限公司|公司)$|集团$")
PLACE = re.compile(r"^\w{2,3}(省|市)(?=\w{4,})")
BRACES = str.maketrans({"{": "｛", "}": "｝", "|": "｜"})


def html(text: str) -> str:
    """The text as HTML that shows it letter for letter; braces too, since ECharts fills them in."""
    return escape(text).replace("{", "&#123;").replace("}", "&#125;")


def label(text: str) -> str:
    """The text for an ECharts label, in which braces and bars would be commands."""
    return text.translate(BRACES)


def short(name: str) -> str:
    """A firm's name without its city and its legal form, as people say it."""
    return FORM.sub("", PLACE.sub("", name)) or name


def lines(*rows: str) -> str:
    """The inside of a tooltip: the first row in bold. The rows are HTML already."""
    first, *rest = rows
    return "<br>".join([f"<b>{first}</b>", *rest])


def folded(text: str, letters: int) -> list[str]:
    """The text in lines of about equal length, none longer than `letters`; words are not kept."""
    count = max(1, -(-len(text) // letters))
    length = -(-len(text) // count) or 1
    return [text[i : i + length] for i in range(0, len(text), length)] or [""]


def clipped(text: str, letters: int) -> str:
    """The text, cut with an ellipsis where it is longer than `letters`."""
    return text if len(text) <= letters else f"{text[: letters - 1]}…"
