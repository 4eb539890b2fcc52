"""Options of the command that takes a chain's graph away: graph."""

import argparse
from pathlib import Path

from chains.cli.options import Add, Commands, command
from chains.i18n import _

FORMATS = ("graphml", "json", "svg", "png", "html", "csv")


def _graph(commands: Commands, common: argparse.ArgumentParser) -> None:
    says = _("A chain's graph as a picture or as data")
    one = command(commands, common, "graph", "graph", says)
    one.add_argument("chain", metavar="CHAIN", help=_("ID of a chain"))
    one.add_argument(
        "--format",
        choices=FORMATS,
        default="graphml",
        help=_("graphml and json for programs, csv as a zip archive, the others to look at"),
    )
    one.add_argument(
        "--output", type=Path, metavar="FILE", help=_("File to write; standard output otherwise")
    )


ADD: tuple[Add, ...] = (_graph,)
