"""A light rule as an administrator puts it together; refused in a sentence, else made a rule."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace

from chains import rules
from chains.errors import N_, UsageError
from chains.i18n import _, speaking
from chains.rules import LightRule, Schedule, Step
from chains.rules.records import MONTHS

LINEAR, TARGETS, CURVE, GIVEN = "linear", "targets", "curve", "given"
LONGEST = 60  # characters of a rule's name
OWN = "own_"
NAMES = {
    CURVE: (N_("by the curve of past years"), N_("{percent} % of the curve of past years")),
    GIVEN: (N_("by a curve that is given"), N_("{percent} % of a curve that is given")),
    LINEAR: (
        N_("evenly over the year"),
        N_("{percent} % of evenly over the year"),
    ),
    TARGETS: (N_("by each project's own targets"),) * 2,
}


@dataclass(frozen=True)
class Draft:
    """What the form holds; `kind` is a schedule's, or `given` for a curve whose shares are told.

    Steps hold bounds as fractions, as a rule does. The last step takes everything that is left.
    """

    title: str
    title_en: str
    family: str
    kind: str
    multiplier: float
    shares: tuple[float, ...]
    steps: tuple[Step, ...]
    source: str
    note: str
    note_en: str


def of(rule: LightRule) -> Draft:
    """The draft that would make the rule again."""
    one = rule.schedule
    return Draft(
        title=rule.title,
        title_en=rule.title_en,
        family=rule.family,
        kind=kind_of(one),
        multiplier=one.multiplier,
        shares=one.shares,
        steps=rule.steps,
        source=rule.source,
        note=rule.note,
        note_en=rule.note_en,
    )


def kind_of(schedule: Schedule) -> str:
    """A schedule's kind as a form offers it."""
    return GIVEN if schedule.kind == CURVE and schedule.shares else schedule.kind


def drafted(draft: Draft, known: Iterable[LightRule]) -> LightRule:
    """The rule of a draft, one of those known where it is the same; UsageError says what to mend.

    A rule that judges otherwise than the known one of its name needs a name of its own.
    """
    _refuse(draft)
    title = draft.title.strip()
    made = LightRule(
        name=f"{OWN}{_digest(draft)}",
        title=title,
        title_en=draft.title_en.strip() or title,
        family=draft.family,
        schedule=_schedule(draft),
        source=draft.source.strip(),
        note=draft.note.strip(),
        note_en=draft.note_en.strip() or draft.note.strip(),
        steps=draft.steps,
    )
    made = rules.parsed(rules.text(made))
    same = [one for one in known if of(one) == of(made)]
    if same:
        return same[0]
    _refuse_taken(made, known)
    return made


def read(text: str) -> LightRule:
    """The rule that a text holds, refused as a draft is; a city's name stays with its own rule."""
    rule, known = rules.parsed(text), rules.lights()
    made = drafted(of(rule), known.values())
    return known.get(made.name) or replace(rule, name=made.name, published=False)


def _digest(draft: Draft) -> str:
    """A name's end that is another one for every content."""
    return hashlib.sha256(repr(draft).encode()).hexdigest()[:12]


def _refuse(draft: Draft) -> None:
    """What a form can hold and no rule may."""
    if not draft.title.strip():
        raise UsageError("Give the rule a name; it stands in every sentence of a light.")
    if max(len(draft.title), len(draft.title_en)) > LONGEST:
        raise UsageError("The name of a rule has at most {count} characters.", count=LONGEST)
    if len(draft.steps) < 2:
        raise UsageError("A rule tells at least two lights apart.")
    if draft.kind == GIVEN and len(draft.shares) != MONTHS:
        raise UsageError("A curve that is given has a share for each of the twelve months.")


def _refuse_taken(made: LightRule, known: Iterable[LightRule]) -> None:
    for one in known:
        if one.title == made.title and _judges(one) != _judges(made):
            raise UsageError(
                "{rule} is the name of a rule that judges otherwise. Give yours a name of its own.",
                rule=made.label,
            )


def _judges(rule: LightRule) -> tuple[object, ...]:
    """What a rule's lights rest on; its names and its source do not matter to them."""
    one = rule.schedule
    return rule.family, one.kind, one.multiplier, one.shares, rule.steps


def _schedule(draft: Draft) -> Schedule:
    """The schedule that is known by its content, else one of its own, named in both languages."""
    kind = CURVE if draft.kind == GIVEN else draft.kind
    shares = draft.shares if draft.kind == GIVEN else ()
    for one in rules.schedules().values():
        if (one.kind, one.multiplier, one.shares) == (kind, draft.multiplier, shares):
            return one
    zh, en = (_title(draft, language) for language in ("zh", "en"))
    return Schedule(f"{OWN}{draft.kind}", zh, en, kind, draft.multiplier, shares)


def _title(draft: Draft, language: str) -> str:
    plain, times = NAMES[draft.kind]
    with speaking(language):
        if draft.multiplier == 1:
            return _(plain)
        return _(times, percent=f"{round(draft.multiplier * 100, 6):g}")
