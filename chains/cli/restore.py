"""python -m chains restore"""

from argparse import Namespace

from chains import backup, settings
from chains.cli import people
from chains.cli.output import as_json
from chains.i18n import _
from chains.store import Store


def run(given: Namespace) -> bool:
    """Put a backup back; a refusal leaves no entry, which would make the state hold something."""
    source = given.folder.expanduser().resolve()
    done = backup.restore(source, given.store, settings.state_url(), force=given.force)
    people.database().close()  # connections that were open lead to the file renamed aside
    Store(given.store).upgrade(given.person.title)
    note = people.Note(source.name, detail=f"edition {done.edition}")
    people.record(given.person, "restore", note)
    if given.json:
        print(as_json({"edition": done.edition, "aside": done.aside and str(done.aside)}))
        return True
    print(_("Edition {number} is current in {path}.", number=done.edition, path=given.store))
    if done.aside:
        print(_("What stood there before is in {path}.", path=done.aside))
    return True
