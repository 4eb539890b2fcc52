"""The title of a panorama: the chain, and who answers for it."""

from chains.errors import N_
from chains.figures import numbers
from chains.figures.options import Graph, Option
from chains.figures.palette import Theme
from chains.i18n import _

WIDE_TITLE, NARROW_TITLE = 620, 320  # pixels after which the second line is broken
ROLES = {"chief": N_("Chief"), "department": N_("Department"), "liaison": N_("Liaison officer")}


def _team(graph: Graph) -> str:
    """Who answers for the chain, by role: one line of a title."""
    people = [data for _node, data in graph.nodes(data=True) if data["kind"] == "person"]
    parts = []
    between = _(", ")
    for role, title in ROLES.items():
        names = [data["name"] for data in people if data["role"] == role]
        if names:
            parts.append(f"{_(title)} {between.join(names)}")
    firms = graph.nodes["chain"]["firms"]
    if firms:
        parts.append(_("{count} firms", count=numbers.count(firms)))
    return " · ".join(parts)


def title(graph: Graph, paint: Theme) -> Option:
    """The chain's name, and below it who answers; a drawing sets how wide that may be."""
    words = {"fontSize": 13, "lineHeight": 18, "color": paint.muted, "overflow": "break"}
    return {
        "text": _("{chain}: panorama", chain=graph.nodes["chain"]["name"]),
        "subtext": _team(graph),
        "left": 4,
        "top": 0,
        "itemGap": 6,
        "textStyle": {"fontSize": 18, "fontWeight": "bold", "color": paint.ink},
        "subtextStyle": words | {"width": WIDE_TITLE},
    }
