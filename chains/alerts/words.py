"""An alert in words, in the language in force: title, sentence, who answers, since when."""

from collections.abc import Mapping
from typing import Any

from chains import schema
from chains.errors import N_
from chains.figures import palette
from chains.i18n import _, language
from chains.state.alerts import Alert

KINDS: Mapping[str, str] = {
    "level": N_("List"),
    "chain": N_("Chain"),
    "county": N_("County"),
    "project": N_("Project"),
}
CAUSES: Mapping[str, str] = {
    "data": N_("because figures changed"),
    "month": N_("because another month is the latest"),
    "rule": N_("because the rule changed"),
    "both": N_("because figures and the rule changed"),
}
PEOPLE: Mapping[str, str] = {
    "leader": N_("Responsible leader"),
    "chiefs": N_("Chain chief"),
    "department": N_("Responsible department"),
    "liaison": N_("Liaison officer"),
    "builder": N_("Builder"),
}


def said(texts: Mapping[str, str] | None) -> str:
    """The text of the language in force of texts by language."""
    return (texts or {}).get(language()) or (texts or {}).get("zh") or ""


def light(state: str) -> str:
    """A light's mark and word."""
    one = palette.light(state)
    return f"{one.mark} {_(one.word)}"


def name(alert: Alert) -> str:
    """What it is about."""
    return said(alert.told["name"])


def title(alert: Alert) -> str:
    """One line: what it is about, from which light to which."""
    return _(
        "{name}: {before} → {after}",
        name=name(alert),
        before=light(alert.light_before),
        after=light(alert.light_after),
    )


def figures(alert: Alert) -> str:
    """Both completions, each with its month; of a sum also how many projects it counts."""
    was, now = alert.told["before"], alert.told["after"]
    same = N_("{before} before, {after} now ({later})")
    moved = N_("{before} in {earlier}, {after} in {later}")
    template = same if was["month"] == now["month"] else moved
    said = _(
        template,
        before=_share(was["completion"]),
        earlier=was["month"],
        after=_share(now["completion"]),
        later=now["month"],
    )
    if "projects" not in now:
        return said
    return _(
        "{said}; {compared} of {projects} projects counted",
        said=said,
        compared=now["compared"],
        projects=now["projects"],
    )


def why(alert: Alert) -> str:
    """The light's sentence, and why it is another than before."""
    sentence = said(alert.told["after"]["why"])
    return _("{sentence} ({cause})", sentence=sentence, cause=_(CAUSES[alert.cause]))


def people(alert: Alert) -> str:
    """Who answers for it; empty where nobody is named."""
    who: Mapping[str, str] = alert.told["who"]
    named = [(_(word), who[role]) for role, word in PEOPLE.items() if who.get(role)]
    return " · ".join(f"{word} {person}" for word, person in named)


def edition(alert: Alert) -> str:
    """The edition that turned it: number, how, by whom, when."""
    origin: Mapping[str, Any] = alert.told["origin"]
    return _(
        "Edition {number} ({kind}, {by}, {at})",
        number=alert.edition,
        kind=schema.derived()["edition_kind"].choice(origin["kind"]),
        by=origin["by"],
        at=origin["at"].replace("T", " ")[:16],
    )


def since(alert: Alert) -> str:
    """The edition that turned it, and the submission behind that."""
    submission: Mapping[str, Any] | None = alert.told.get("submission")
    if not submission:
        return edition(alert)
    return f"{edition(alert)} · " + _(
        "submission {number}, {file}, {by}",
        number=submission["number"],
        file=submission["file"],
        by=submission["by"],
    )


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.1%}"
