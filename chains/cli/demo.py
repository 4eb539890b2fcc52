"""python -m chains demo"""

from argparse import Namespace

from chains.cli import people
from chains.cli.output import progress
from chains.errors import StoreError
from chains.i18n import _
from chains.store import Store


def run(given: Namespace) -> bool:
    """Build the demonstration city as the next edition, unless that would stand over other data."""
    store = Store(given.store)
    current = store.current()
    if current and given.if_empty:
        return True
    if current and not given.force:
        raise StoreError(
            "The store {path} already holds edition {number}. With --force, the demonstration "
            "city becomes the next edition.",
            path=store.root,
            number=current,
        )
    from chains.demo import build

    with people.recorded(given.person, "demo") as note, progress() as tell:
        number = build(store, seed=given.seed, scale=given.scale, progress=tell)
        note.detail = f"edition {number}"
    print(
        _("The demonstration city is edition {number} in {path}.", number=number, path=store.root)
    )
    return True
