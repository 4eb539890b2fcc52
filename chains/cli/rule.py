"""python -m chains rule"""

import json
from argparse import Namespace
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from chains import queries, rulebook, rules, schema
from chains.access import Person
from chains.cli import people
from chains.cli.output import as_json, table
from chains.errors import UsageError
from chains.figures.palette import LIGHTS
from chains.i18n import _
from chains.rulebook import Turns
from chains.rules import LightRule
from chains.store import Store


def run(given: Namespace) -> bool:
    """Show the rule of the lights in force, list those to choose from, or publish another."""
    return DOES[given.action](Store(given.store), given)


def _show(store: Store, given: Namespace) -> bool:
    with store.reading() as edition:
        rule = rulebook.in_force(edition)
        kept = edition.fetch(queries.query("rule_in_force"))
    since = None if kept.empty else int(kept["edition"].iloc[0])
    if given.json:
        print(as_json({"edition": since, "rule": json.loads(rules.text(rule))}))
        return True
    print(_said(rule))
    if since is None:
        print(_("No rule was published with the data; CHAINS_LIGHT_RULE names this one."))
    else:
        print(_("In force since edition {edition}.", edition=since))
    return True


def _said(rule: LightRule) -> str:
    """A rule in words, a line for each light."""
    lines = [f"{rule.label}: {rule.schedule.label}; {rulebook.measured(rule)}"]
    for state, said in rulebook.ranges(rule):
        lines.append(f"  {_light(state)}: {said}")
    return "\n".join(filter(None, [*lines, rule.help, rule.source]))


def _light(state: str) -> str:
    return f"{LIGHTS[state].mark} {_(LIGHTS[state].word)}"


def _list(store: Store, given: Namespace) -> bool:
    with store.reading() as edition:
        held = edition.fetch(queries.query("rule_history"))
    rows = [
        {"edition": None, "made_by": None, "name": one.name, "title": one.label, "message": None}
        for one in rules.lights().values()
    ]
    rows += [_held(row) for row in held.itertuples()]
    print(as_json(rows) if given.json else table(rows, _headers()))
    return True


def _held(row: Any) -> dict[str, Any]:
    """A rule that an edition brought; one that was restored away has no content any more."""
    title = rules.parsed(row.text).label if isinstance(row.text, str) else None
    return {
        "edition": int(row.edition),
        "made_by": row.made_by,
        "name": row.name if title else None,
        "title": title,
        "message": row.message if isinstance(row.message, str) else None,
    }


def _headers() -> dict[str, str]:
    return {
        "edition": _("Edition"),
        "name": _("Code"),
        "title": _("Rule"),
        "made_by": _("By"),
        "message": _("Message"),
    }


def _set(store: Store, given: Namespace) -> bool:
    """Say which lights turn and, unless that is all that was asked for, publish the rule."""
    person: Person = given.person
    rule = _asked(given)
    with store.reading() as edition:
        turns = rulebook.turned(edition, rulebook.in_force(edition), rule, month=given.month)
        base = edition.number
    number = None
    if not given.check:
        with people.recorded(person, "rules", rule.title) as note:
            number = rulebook.publish(
                store, rule, by=person.title, message=given.message, base=base
            )
            note.detail = f"edition {number}"
    if given.json:
        print(as_json(_record(rule, turns, number)))
    else:
        print("\n".join(_lines(rule, turns, number)))
    return True


def _asked(given: Namespace) -> LightRule:
    """The rule by its name, or from a file as `rule show --json` writes it."""
    if (given.name is None) == (given.file is None):
        raise UsageError("Name a rule, or give a file with --file.")
    return rules.light_rule(given.name) if given.name else rulebook.read(_read(given.file))


def _read(path: Path) -> str:
    """The rule's text; the whole answer of `rule show --json` is taken as well."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        found = json.loads(text)
    except (OSError, ValueError) as error:
        raise UsageError(
            "The file {path} cannot be read: {reason}", path=path, reason=error
        ) from error
    inner = found.get("rule") if isinstance(found, dict) else None
    return json.dumps(inner) if isinstance(inner, dict) else text


def _record(rule: LightRule, turns: Turns, number: int | None) -> dict[str, Any]:
    return {
        "rule": rule.name,
        "edition": number,
        "month": turns.month,
        "looked": dict(turns.looked),
        "turned": turns.frame.astype(object).where(turns.frame.notna(), None).to_dict("records"),
    }


def _lines(rule: LightRule, turns: Turns, number: int | None) -> list[str]:
    said = [_said(rule)]
    if turns.month:
        said.append(
            _("Lights that turn in {month}: {count}", month=turns.month, count=len(turns.frame))
        )
    rows = [_turned(one) for one in turns.frame.itertuples()]
    if rows:
        said.append(
            table(
                rows, {"kind": "", "name": _("Of what"), "before": _("Before"), "after": _("After")}
            )
        )
    if number is None:
        return [*said, _("Nothing was changed.")]
    return [*said, _("Published as edition {edition}.", edition=number)]


def _turned(one: Any) -> dict[str, str]:
    return {
        "kind": _kind(one.kind),
        "name": one.name,
        "before": _light(one.before),
        "after": _light(one.after),
    }


DOES: Mapping[str, Callable[[Store, Namespace], bool]] = MappingProxyType(
    {"show": _show, "list": _list, "set": _set}
)


def _kind(name: str) -> str:
    """What a kind of thing is called: a list has no dataset of its own."""
    return schema.derived()[name].label if name == "level" else schema.dataset(name).label
