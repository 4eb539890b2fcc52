"""python -m chains facts"""

from argparse import Namespace
from dataclasses import asdict
from typing import Any

from chains.cli.output import as_json, table
from chains.facts import Fact, facts
from chains.i18n import _
from chains.store import Store


def run(given: Namespace) -> bool:
    """Every published figure beside what the store gives; refused if any differs."""
    with Store(given.store).reading() as edition:
        found = facts(edition)
    differing = sum(not fact.agrees for fact in found)
    if given.json:
        print(as_json([asdict(fact) for fact in found]))
    else:
        print(table([_row(fact) for fact in found], _headers()))
        print()
        print(_("{count} figures, {differing} differ", count=len(found), differing=differing))
    return not differing


def _row(fact: Fact) -> dict[str, Any]:
    return {
        "statement": fact.statement,
        "period": fact.period,
        "published": fact.published,
        "computed": fact.computed,
        "unit": fact.unit,
        "agrees": "✓" if fact.agrees else "✗",
    }


def _headers() -> dict[str, str]:
    return {
        "agrees": "",
        "statement": _("Statement"),
        "period": _("Period"),
        "published": _("Published figure"),
        "computed": _("From the store"),
        "unit": _("Unit"),
    }
