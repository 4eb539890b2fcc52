"""python -m chains backup"""

from argparse import Namespace

from chains import backup
from chains.cli import people
from chains.cli.output import as_json, progress
from chains.cli.verify import say
from chains.i18n import _
from chains.store import Store


def run(given: Namespace) -> bool:
    """Make a backup; refused where the store itself has damage, which is copied as it is."""
    folder = given.folder.expanduser().resolve()
    with people.recorded(given.person, "backup") as note, progress() as tell:
        store, db = Store(given.store), people.database()
        made = backup.make(store, db, folder, keep=given.keep, progress=tell)
        note.subject, note.detail = made.path.name, f"edition {made.edition}"
    if given.json:
        damage = [{"subject": one.subject, "says": one.said} for one in made.findings]
        print(as_json({"path": str(made.path), "edition": made.edition, "damage": damage}))
        return not made.findings
    print(_("The backup {path} holds edition {number}.", path=made.path, number=made.edition))
    if made.findings:
        print(_("The store itself is damaged. No older backup was removed:"))
        say(made.findings)
    return not made.findings
