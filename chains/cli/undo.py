"""python -m chains undo"""

from argparse import Namespace

from chains import intake
from chains.cli.output import as_json
from chains.cli.published import published
from chains.cli.submitted import lines, record
from chains.store import Store


def run(given: Namespace) -> bool:
    """Take a submission back as a new one, or say what that would change."""
    store, person = Store(given.store), given.person
    found = intake.prepare_undo(store, given.number, reach=person.reach)
    receipt = None
    if not given.check and found.accepted:
        receipt = published(store, found, person, given.message)
    if given.json:
        print(as_json(record(found, receipt)))
    else:
        print("\n".join(lines(found, receipt)))
    return found.accepted
