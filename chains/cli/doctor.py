"""python -m chains doctor"""

from argparse import Namespace

from chains import doctor
from chains.cli.output import as_json, table
from chains.errors import N_
from chains.i18n import _
from chains.store import Store

WORDS = {doctor.OK: N_("ok"), doctor.WARN: N_("warning"), doctor.FAIL: N_("FAILED")}


def run(given: Namespace) -> bool:
    """Every check with its verdict and its remedy; refused if any fails."""
    checks = doctor.examine(Store(given.store))
    healthy = all(one.verdict != doctor.FAIL for one in checks)
    if given.json:
        rows = [
            {"check": one.name, "verdict": one.verdict, "says": one.said, "remedy": one.advised}
            for one in checks
        ]
        print(as_json({"healthy": healthy, "checks": rows}))
        return healthy
    headers = {"verdict": "", "check": _("Check"), "says": _("Finding")}
    rows = [
        {"verdict": _(WORDS[one.verdict]), "check": one.name, "says": one.said} for one in checks
    ]
    print(table(rows, headers))
    for one in checks:
        if one.verdict != doctor.OK:
            print(f"\n{one.name}: {one.said}")
            if one.advised:
                print(f"  → {one.advised}")
    return healthy
