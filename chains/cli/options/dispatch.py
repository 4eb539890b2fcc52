"""What can be written after `dispatch`."""

import argparse
from pathlib import Path

from chains.cli.options import Add, Commands, as_json, command
from chains.i18n import _

SHOWN = 20


def _dispatch(commands: Commands, common: argparse.ArgumentParser) -> None:
    says = _("The projects to call: a list here, or the workbook for the dispatch meeting")
    one = command(commands, common, "dispatch", "dispatch", says)
    one.add_argument("--month", metavar="MONTH", help=_("Month of the reports, 2022-10"))
    one.add_argument(
        "--top", type=int, default=SHOWN, metavar="N", help=_("How many; the first 20 otherwise")
    )
    one.add_argument("--output", type=Path, metavar="FILE.xlsx", help=_("Workbook to write"))
    as_json(one)


ADD: tuple[Add, ...] = (_dispatch,)
