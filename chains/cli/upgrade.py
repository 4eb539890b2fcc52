"""python -m chains upgrade"""

from argparse import Namespace

from chains.cli import people
from chains.cli.output import as_json
from chains.i18n import _
from chains.store import Store


def run(given: Namespace) -> bool:
    """Bring the store up to this release, if an older one made it."""
    with people.recorded(given.person, "upgrade") as note:
        store = Store(given.store)
        number = store.upgrade(given.person.title)
        note.detail = f"edition {number}" if number else "nothing was missing"
    if given.json:
        print(as_json({"edition": number}))
    elif number:
        print(_("The store is up to date, as edition {number}.", number=number))
    else:
        print(_("The store is up to date; nothing was missing."))
    return True
