"""python -m chains editions"""

from argparse import Namespace
from dataclasses import asdict

from chains.access import Person
from chains.cli import people
from chains.cli.output import as_json, table
from chains.i18n import _
from chains.store import Store


def run(given: Namespace) -> bool:
    """List every edition, or publish an older one again."""
    store = Store(given.store)
    return _restore(store, given) if given.action == "restore" else _list(store, given)


def _list(store: Store, given: Namespace) -> bool:
    current = store.current()
    rows = [asdict(record) | {"current": record.edition == current} for record in store.records()]
    if given.json:
        print(as_json(rows))
    elif not rows:
        print(_("Nothing was published in {path} yet.", path=store.root))
    else:
        print(table(rows, _headers()))
    return True


def _headers() -> dict[str, str]:
    return {
        "edition": _("Edition"),
        "made_at": _("Published"),
        "made_by": _("By"),
        "kind": _("Kind"),
        "message": _("Message"),
    }


def _restore(store: Store, given: Namespace) -> bool:
    person: Person = given.person
    with people.recorded(person, "restore", f"edition {given.number}") as note:
        number = store.restore(given.number, by=person.title)
        note.detail = f"edition {number}"
    if given.json:
        print(as_json({"edition": number, "restored": given.number}))
    else:
        print(_("Edition {old} is current again, as {new}.", old=given.number, new=number))
    return True
