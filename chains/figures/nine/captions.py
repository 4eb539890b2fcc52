"""The words of a lane: the chain's name, who answers for it, its numbers; and the headings."""

from typing import Any

import pandas as pd

from chains.errors import N_
from chains.figures import numbers
from chains.figures.nine.room import NUMBERS, Room
from chains.figures.nodes import STAGES
from chains.figures.options import Option
from chains.figures.palette import LIGHTS, Theme, light
from chains.figures.words import clipped, html, label, lines
from chains.i18n import _
from chains.network.crossings import Point
from chains.network.lanes import Lanes

BRIEF = {"上游": N_("Up"), "中游": N_("Mid"), "下游": N_("Down"), "配套": N_("Support")}
NAME = 18  # pixels of the line with the name
LETTERS = 14  # of a line beside the bubble
KEYS, HEADINGS = -0.52, -0.16  # lanes above the first, where these lines stand


def word(text: Any) -> str:
    """A name, or a dash where there is none."""
    return text if isinstance(text, str) and text else numbers.DASH


def tooltip(row: Any) -> str:
    """All that a lane says, in full."""
    seen = light(row.light)
    listed = [
        (_("Segments missing: {names}", names=row.gap_names), row.gaps),
        (_("Segments in warning: {names}", names=row.warning_names), row.warnings),
    ]
    return lines(
        html(str(row.name)),
        f"{seen.mark} {html(_(seen.word))}",
        html(_("Chiefs {names}", names=word(row.chiefs))),
        html(word(row.department)),
        html(_("Liaison {name}", name=word(row.liaison))),
        html(_("{count} firms", count=numbers.count(row.firms))),
        html(_("Output this year: {money}", money=numbers.money(row.output_ytd))),
        *(html(text) for text, count in listed if count),
    )


def _text(at: Point, formatter: str, **more: Any) -> Option:
    return {"value": list(at), "label": {"formatter": formatter} | more}


def _people(row: Any, lane: int, room: Room) -> list[Option]:
    """The name of the chain, its chiefs, its department and its liaison, under one another."""
    chiefs, department, liaison = (
        label(word(one)) for one in (row.chiefs, row.department, row.liaison)
    )
    said = _("Liaison {name}", name=liaison)
    rows = [f"{{b|{clipped(chiefs, LETTERS)}}}"]
    rows += [f"{{c|{clipped(one, LETTERS + 4)}}}" for one in (department, said)]
    if room.narrow:
        rows = [f"{{c|{chiefs}}}", f"{{c|{department} · {liaison}}}"]
    box = {"position": "right", "align": "left", "verticalAlign": "top", "overflow": "truncate"}
    name, top = f"{{h|{label(str(row.name))}}}", lane + (0.0 if room.narrow else 0.06)
    below = top + NAME / room.lane
    return [
        _text((room.text, top), name, width=room.name_width, **box),
        _text((room.text, below), "\n".join(rows), width=room.text_width, **box),
    ]


def _numbers(row: Any, lane: int, room: Room) -> list[Option]:
    """Firms, gaps and warnings; a zero is quiet."""
    parts = [
        ("b", numbers.count(row.firms)),
        ("g" if row.gaps else "c", f"{LIGHTS['gap'].mark} {row.gaps}"),
        ("w" if row.warnings else "c", f"{LIGHTS['warning'].mark} {row.warnings}"),
    ]
    texts = [f"{{{name}|{text}}}" for name, text in parts]
    if room.narrow:
        at = (room.width - 2, lane + 0.11)
        return [_text(at, "  ".join(texts), position="left", align="right")]
    return [_text((x, lane + 0.46), text) for x, text in zip(NUMBERS, texts, strict=True)]


def _headings(lanes: Lanes, room: Room) -> list[Option]:
    """The stages over their zones, and what stands beside them."""
    said = BRIEF if room.narrow else STAGES
    found = []
    for stage, start, slots in lanes.zones:
        title = _(said[stage])
        last = room.narrow and start + slots == lanes.slots
        at = room.right if last else room.across(start + slots / 2, lanes.slots)
        side = {"position": "left", "align": "right", "distance": 0} if last else {}
        found.append(_text((at, HEADINGS), f"{{b|{title}}}", **side))
    if room.narrow:
        return found
    words = (_("Firms"), _("Gaps"), _("Warnings"))
    found += [_text((x, HEADINGS), f"{{c|{text}}}") for x, text in zip(NUMBERS, words, strict=True)]
    who = _("Chief · department · liaison")
    return [*found, _text((room.text, HEADINGS), f"{{c|{who}}}", position="right", align="left")]


def _keys(kinds: list[str]) -> list[Option]:
    """How the ties that are drawn look, at the top left."""
    said = {"supply": ("s", "──▶", _("Supply")), "shared": ("d", "┅┅┅", _("Shared firms"))}
    parts = [f"{{{said[kind][0]}|{said[kind][1]}}} {{c|{said[kind][2]}}}" for kind in kinds]
    if not parts:
        return []
    return [_text((0.0, KEYS), "   ".join(parts), position="right", align="left", distance=0)]


def captions(cards: pd.DataFrame, lanes: Lanes, kinds: list[str], room: Room) -> list[Option]:
    """Every word outside the zones."""
    lane = {chain: number for number, chain in enumerate(lanes.chains)}
    found = [*_keys(kinds), *_headings(lanes, room)]
    for row in cards.itertuples(index=False):
        at = lane[str(row.chain_id)]
        found += [*_people(row, at, room), *_numbers(row, at, room)]
    return found


def styles(paint: Theme) -> Option:
    """The styles of these words."""
    line = {"lineHeight": 16}
    return {
        "h": {"fontSize": 14, "color": paint.ink, "fontWeight": "bold", "lineHeight": NAME},
        "b": {"fontSize": 13, "color": paint.ink, "fontWeight": "bold"} | line,
        "c": {"fontSize": 12, "color": paint.muted} | line,
        "g": {"fontSize": 13, "color": paint.alarm, "fontWeight": "bold"} | line,
        "w": {"fontSize": 13, "color": paint.ink, "fontWeight": "bold"} | line,
        "s": {"fontSize": 13, "color": paint.muted, "fontWeight": "bold"} | line,
        "d": {"fontSize": 13, "color": paint.accent, "fontWeight": "bold"} | line,
    }
