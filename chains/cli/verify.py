"""python -m chains verify"""

from argparse import Namespace
from collections.abc import Sequence

from chains import backup
from chains.cli.output import as_json, progress, table
from chains.i18n import _
from chains.store import Finding, Store


def run(given: Namespace) -> bool:
    """Verify the store, or a backup; refused if anything is damaged."""
    with progress() as tell:
        if given.folder is None:
            findings = Store(given.store).verify(tell)
        else:
            findings = backup.verify(given.folder.expanduser().resolve())
    damaged = [one for one in findings if not one.noted]
    if given.json:
        rows = [
            {"subject": one.subject, "says": one.said, "damage": not one.noted} for one in findings
        ]
        print(as_json({"whole": not damaged, "findings": rows}))
        return not damaged
    if findings:
        say(findings)
    print(
        _("Something is damaged: {count} findings.", count=len(damaged))
        if damaged
        else _("Everything is whole.")
    )
    return not damaged


def say(findings: Sequence[Finding]) -> None:
    """Print what was found, a line each."""
    rows = [
        {
            "subject": one.subject,
            "says": one.said,
            "damage": _("note") if one.noted else _("damage"),
        }
        for one in findings
    ]
    print(table(rows, {"kind": "", "subject": _("File"), "says": _("Finding")}))
