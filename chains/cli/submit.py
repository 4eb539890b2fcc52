"""python -m chains check and submit"""

from argparse import Namespace
from dataclasses import asdict
from pathlib import Path
from typing import Any

from chains import intake, schema
from chains.access import Person
from chains.cli import people
from chains.cli.output import as_json, progress, table
from chains.errors import UsageError
from chains.i18n import _
from chains.intake import Fault, Receipt, Submission
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
    if given.json:
        print(as_json(_record(found, receipt)))
    else:
        print("\n".join(_lines(found, receipt)))
    return found.accepted


def _checked(given: Namespace, store: Store, dataset: Dataset, data: bytes) -> Submission:
    with progress() as tell:
        return intake.prepare(store, dataset, given.file.name, data, tell, reach=given.person.reach)


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
    people.record(person, "confirm", people.Note(dataset.name, detail=found.file_name))
    with people.recorded(person, "publish", dataset.name) as note, progress() as tell:
        note.detail = found.file_name
        receipt = intake.confirm(
            store,
            found,
            by=person.title,
            message=given.message,
            progress=tell,
            reach=person.reach,
        )
        note.detail = f"edition {receipt.edition}, submission {receipt.submission_id}"
    return found, receipt


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(
            "The file {path} cannot be read: {reason}", path=path, reason=error.strerror
        ) from error


def _record(found: Submission, receipt: Receipt | None) -> dict[str, Any]:
    changes = found.difference
    return {
        "accepted": found.accepted,
        "dataset": found.dataset.name,
        "file_name": found.file_name,
        "sha256": found.sha256,
        "base": found.base,
        "rows": found.rows,
        "faults": [_fault(fault) for fault in found.faults],
        "ignored_columns": list(found.ignored_columns),
        "difference": changes
        and {"added": changes.added, "changed": changes.changed, "same": changes.same},
        "receipt": receipt and asdict(receipt),
    }


def _fault(fault: Fault) -> dict[str, Any]:
    return {
        "row": fault.row,
        "column": fault.column,
        "value": fault.value,
        "rule": fault.rule,
        "severity": fault.severity,
        "message": fault.message,
    }


def _lines(found: Submission, receipt: Receipt | None) -> list[str]:
    """What a person reads: the file, its faults, what it changes, the receipt."""
    said = [_("{file}: {rows} rows for {dataset}", **_names(found))]
    if found.ignored_columns:
        names = ", ".join(found.ignored_columns)
        said.append(_("These columns are not declared and are left out: {names}", names=names))
    if found.faults:
        said.append(table([_marked(fault) for fault in found.faults], _headers()))
    if not found.accepted:
        count = sum(fault.severity == "error" for fault in found.faults)
        said.append(_("Refused: {count} faults. Nothing was changed.", count=count))
    if found.difference is not None:
        said.append(_changes(found, receipt))
    return said


def _names(found: Submission) -> dict[str, Any]:
    return {"file": found.file_name, "rows": found.rows, "dataset": found.dataset.label}


def _changes(found: Submission, receipt: Receipt | None) -> str:
    counts = receipt or found.difference
    said = _(
        "{added} added, {changed} changed, {same} the same",
        added=getattr(counts, "added", 0),
        changed=getattr(counts, "changed", 0),
        same=getattr(counts, "same", 0),
    )
    if receipt is None:
        return _("It would be: {said}. Nothing was changed.", said=said)
    return _(
        "Receipt {number}: {said}. Published as edition {edition}.",
        number=receipt.submission_id,
        said=said,
        edition=receipt.edition,
    )


def _marked(fault: Fault) -> dict[str, Any]:
    kinds = {"error": _("fault"), "warning": _("warning")}
    return _fault(fault) | {"kind": kinds[fault.severity]}


def _headers() -> dict[str, str]:
    return {
        "kind": "",
        "row": _("Row"),
        "column": _("Column"),
        "value": _("Value"),
        "message": _("What to do"),
    }
