"""What is held: the store and the state database, whether they open and are whole."""

from collections.abc import Iterator

from chains import settings, state
from chains.access import ADMINISTRATOR
from chains.doctor.place import state_file
from chains.doctor.verdict import Check, failed, fine, refused, warned
from chains.errors import N_, ChainsError, StoreError
from chains.signin import mode
from chains.store import Store, writing

PATIENCE = 0.5  # seconds


def look(store: Store) -> Iterator[Check]:
    """Store, its lock, what was left in it, state database, audit log, administrators."""
    yield editions(store)
    yield from left_behind(store)
    yield from states()


def editions(store: Store) -> Check:
    """Whether the current edition opens and has the tables of this release."""
    try:
        with store.reading() as edition:
            number = edition.number
    except ChainsError as error:
        return refused("store", error)
    if number == 0:
        return warned(
            "store",
            N_("Nothing was published in {path} yet."),
            N_("Build the demonstration city, python -m chains demo, or upload files."),
            path=store.root,
        )
    return fine("store", N_("Edition {number} opens"), number=number)


def left_behind(store: Store) -> Iterator[Check]:
    """Whether a writer is at work or hangs, and whether one that died left something."""
    if not store.folder.is_dir():
        return
    try:
        with writing.alone(store.root / "lock", PATIENCE):
            found = writing.leftovers(store.root, store.current())
    except StoreError as error:
        wait = N_("If no update is being published, look for a process that hangs, and end it.")
        yield warned("lock", error.message, wait, **error.values)
        return
    if found:
        yield warned(
            "leftovers",
            N_("An update that was broken off left {count} files."),
            N_("Nothing needs to be done: the next update removes them."),
            count=len(found),
        )
    else:
        yield fine("lock", N_("Nobody is publishing, and nothing was left behind"))


def states() -> Iterator[Check]:
    """Whether the state database answers, its audit log holds, and somebody can administer."""
    file = state_file()
    if file is not None and not file.exists():
        return
    try:
        db = state.State.open(settings.state_url())
    except ChainsError as error:
        yield refused("state", error, N_("Look at CHAINS_STATE, and at the database's own log."))
        return
    try:
        yield fine("state", N_("The state database answers and is up to date"))
        yield audit(db)
        yield from administrators(db)
    finally:
        db.close()


def audit(db: state.State) -> Check:
    """Whether no entry of the audit log was changed or removed."""
    verdict = state.audit.verify(db)
    if verdict.broken is None:
        return fine("audit", N_("{count} entries, unbroken"), count=verdict.entries)
    return failed(
        "audit",
        N_("The audit log does not hold at entry {entry}: somebody changed it."),
        N_(
            "Keep this database as evidence, compare it with a backup, and find out who had access."
        ),
        entry=verdict.broken,
    )


def administrators(db: state.State) -> Iterator[Check]:
    """Whether accounts are in use and nobody is left who may manage them."""
    found = [one for one in state.accounts.every(db) if not one.disabled]
    if settings.get("access") == mode.LOCAL and not any(
        ADMINISTRATOR in one.roles for one in found
    ):
        yield warned(
            "administrator",
            N_("No account is an administrator's."),
            N_("The next start of the dashboard makes one, and prints a link for it."),
        )
