"""python -m chains check and submit"""

from argparse import Namespace
from pathlib import Path

from chains import intake, schema
from chains.access import Person
from chains.cli import people
from chains.cli.output import as_json, progress
from chains.cli.published import published
from chains.cli.submitted import lines, record
from chains.errors import UsageError
from chains.intake import Receipt, Submission
from chains.intake.words import plain
from chains.schema import Dataset
from chains.store import Store


def run(given: Namespace) -> bool:
    """Check a file and, for `submit`, publish it; refused if it has faults."""
    store = Store(given.store)
    dataset = schema.dataset(given.dataset)
    data = _read(given.file)
    receipt = None
    if given.command == "check":
        found = _checked(given, store, dataset, data)
    else:
        found, receipt = _published(given, store, dataset, data)
    _marked(given, found)
    if given.json:
        print(as_json(record(found, receipt)))
    else:
        print("\n".join(lines(found, receipt)))
    return found.accepted


def _checked(given: Namespace, store: Store, dataset: Dataset, data: bytes) -> Submission:
    with progress() as tell:
        return intake.prepare(
            store,
            dataset,
            given.file.name,
            data,
            tell,
            reach=given.person.reach,
            sheet=given.sheet,
            columns={plain(title): field for title, field in given.column},
            withdraw=given.withdraw,
            partial=given.partial,
        )


def _marked(given: Namespace, found: Submission) -> None:
    """Write the file with its faults marked, where that was asked for."""
    if given.marked is None or not found.faults:
        return
    _name, data = intake.returned.workbook(found.data, found)
    try:
        given.marked.write_bytes(data)
    except OSError as error:
        raise UsageError(
            "The file {path} cannot be written: {reason}", path=given.marked, reason=error.strerror
        ) from error


def _published(
    given: Namespace, store: Store, dataset: Dataset, data: bytes
) -> tuple[Submission, Receipt | None]:
    """The same entries of the audit log as a page writes: upload, confirm, publish."""
    person: Person = given.person
    with people.recorded(person, "upload", dataset.name) as note:
        note.detail = given.file.name
        found = _checked(given, store, dataset, data)
        if not found.accepted:
            note.outcome, note.detail = "refused", f"{found.file_name}: {len(found.faults)} faults"
            return found, None
    return found, published(store, found, person, given.message)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(
            "The file {path} cannot be read: {reason}", path=path, reason=error.strerror
        ) from error
