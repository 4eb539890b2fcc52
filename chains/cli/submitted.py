"""A submission in words: for a person at a terminal, and as values for a script."""

from dataclasses import asdict
from typing import Any

from chains.cli.output import table
from chains.i18n import _
from chains.intake import Fault, Receipt, Submission


def record(found: Submission, receipt: Receipt | None) -> dict[str, Any]:
    """What a script reads: the file, its faults, what it changes, the receipt."""
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
        "columns": {column.title: column.field.name for column in found.columns},
        "sheet": found.sheet,
        "repairs": found.repairs[0],
        "left_out": list(found.left_out),
        "withdrawn": found.withdrawn,
        "difference": changes
        and {name: getattr(changes, name) for name in ("added", "changed", "same", "removed")},
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


def lines(found: Submission, receipt: Receipt | None) -> list[str]:
    """What a person reads: the file, its faults, what it changes, the receipt."""
    said = [_("{file}: {rows} rows for {dataset}", **_names(found))]
    if found.ignored_columns:
        names = ", ".join(found.ignored_columns)
        said.append(_("These columns are not declared and are left out: {names}", names=names))
    if found.repairs[0]:
        said.append(_("{count} cells were put right", count=found.repairs[0]))
    if found.faults:
        said.append(table([_marked(fault) for fault in found.faults], _headers()))
    if not found.accepted:
        count = sum(fault.severity == "error" for fault in found.faults)
        said.append(_("Refused: {count} faults. Nothing was changed.", count=count))
    if found.difference is not None:
        said.append(_changes(found, receipt))
    if found.left_out:
        said.append(_("{rows} faulty rows are left out.", rows=len(found.left_out)))
    if found.withdrawn:
        said.append(_missing(found))
    return said


def _missing(found: Submission) -> str:
    if found.asked.withdraw:
        return _("{count} rows that the file does not have are withdrawn", count=found.withdrawn)
    return _(
        "{count} rows of the same scope are not in the file; they are kept (see --withdraw)",
        count=found.withdrawn,
    )


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
