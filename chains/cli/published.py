"""A submission published by command, with the same entries of the audit log as a page writes."""

from chains import intake
from chains.access import Person
from chains.cli import people
from chains.cli.output import progress
from chains.store import Store


def published(
    store: Store, found: intake.Submission, person: Person, message: str
) -> intake.Receipt:
    """The receipt; an entry goes before the publish, and one after."""
    people.record(person, "confirm", people.Note(found.dataset.name, detail=found.file_name))
    with people.recorded(person, "publish", found.dataset.name) as note, progress() as tell:
        note.detail = found.file_name
        receipt = intake.confirm(
            store, found, by=person.title, message=message, progress=tell, reach=person.reach
        )
        note.detail = f"edition {receipt.edition}, submission {receipt.submission_id}"
    return receipt
