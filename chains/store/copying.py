"""The current edition and the submitted files of one store, copied into another that is empty."""

import shutil
from collections.abc import Callable
from pathlib import Path

from chains.errors import StoreError
from chains.store import durable, record, retention, verification, writing
from chains.store.editions import LOCK_SECONDS, Store

Then = Callable[[], object]
TRIES = 5


def transfer(source: Store, target: Store, then: Then) -> int:
    """Copy what is current; return the edition's number. The source may go on publishing.

    `then` runs when all is in place; only after it the pointer moves, and the copy is seen.
    """
    for folder in (target.folder, target.files):
        durable.folder(folder)
    number = _current(source, target)
    for path in sorted(source.files.glob("*")):
        if path.suffix != ".new":
            _copy(path, target.files / path.name)
    then()
    if number:
        durable.write(target.root / "CURRENT", str(number).encode("ascii"))
    durable.sync(target.root)
    return number


def adopt(source: Store, target: Store, then: Then) -> int:
    """As `transfer`, into the place of a store; StoreError where it holds something else."""
    with writing.alone(target.root / "lock", LOCK_SECONDS):
        if not vacant(target, source):
            raise StoreError("The store {path} holds data already.", path=target.root)
        for path in target.folder.glob("*"):
            durable.remove(path)
        return transfer(source, target, then)


def vacant(target: Store, source: Store) -> bool:
    """Whether nothing was published but, by a transfer that was broken off, the source's own."""
    try:
        if target.current():
            return False
    except StoreError:
        return False  # a damaged pointer points at something
    theirs = source.path(source.current())
    return all(
        path.name == theirs.name and record.sha256(path) == record.sha256(theirs)
        for path in verification.editions(target.folder).values()
    )


def _current(source: Store, target: Store) -> int:
    """Copy the current edition; retention may take it away meanwhile when others follow it."""
    for left in reversed(range(TRIES)):
        number = source.current()
        if number == 0:
            return 0
        try:
            _edition(source, target, number)
        except FileNotFoundError:
            if left == 0 or source.current() == number:
                raise
        else:
            break
    return number


def _edition(source: Store, target: Store, number: int) -> None:
    """Copy an edition with its record, and write down that those before it are not there."""
    path = source.path(number)
    beside = record.beside(path)
    if beside.exists():
        _copy(beside, target.folder / beside.name)
    _copy(path, target.path(number))
    before = dict.fromkeys(range(1, number), retention.BACKUP)
    retention.note(target.root, before | retention.removed(source.root))


def _copy(source: Path, target: Path) -> None:
    """Copy a file so that its name never stands for half of it, and it lasts."""
    draft = target.with_name(f"{target.name}.copy.new")
    shutil.copyfile(source, draft)
    durable.move(draft, target)
