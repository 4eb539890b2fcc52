"""python -m chains templates"""

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from chains import derive, schema
from chains.access import Scope
from chains.errors import UsageError
from chains.intake import own
from chains.store import Edition, Store


def run(given: Namespace) -> bool:
    """Write a workbook for each dataset of the person, with what is there if asked; name them."""
    folder: Path = given.folder.expanduser().resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with Store(given.store).reading() as edition:
            for path in _written(edition, folder, given.person.reach, filled=given.filled):
                print(path)
    except OSError as error:
        raise UsageError(
            "The file {path} cannot be written: {reason}",
            path=error.filename or folder,
            reason=error.strerror,
        ) from error
    return True


def _written(edition: Edition, folder: Path, reach: Scope, *, filled: bool) -> Iterator[Path]:
    for name, dataset in schema.uploadable().items():
        if reach.holds(name):
            path = folder / f"{name}.xlsx"
            rows = own.rows(edition, dataset, reach) if filled else None
            path.write_bytes(derive.workbook(dataset, rows, own.codes(edition, dataset)))
            yield path
