"""What can be written after `python -m chains`: common options, and the commands of options/."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from chains import i18n, settings
from chains.cli.options import dispatch, network, network_graph, people, rule, upkeep, work
from chains.i18n import _

DEFAULTS = {"store": None, "language": None, "json": False, "by": None, "action": None}


def arguments(argv: Sequence[str]) -> argparse.Namespace:
    """The command line as values; argparse ends the program with status 2 where it is wrong."""
    common = _common()
    i18n.choose(getattr(common.parse_known_args(argv)[0], "language", None) or i18n.language())
    given = _parser(_common()).parse_args(argv, argparse.Namespace(**DEFAULTS))
    given.language = given.language or i18n.language()
    given.store = (given.store or settings.store_folder()).expanduser().resolve()
    return given


def _common() -> argparse.ArgumentParser:
    """Options that stand before or after the command; unset where they are not given."""
    common = argparse.ArgumentParser(
        prog="python -m chains", add_help=False, argument_default=argparse.SUPPRESS
    )
    common.add_argument("--store", type=Path, metavar="DIR", help=_("Folder of the data"))
    common.add_argument(
        "--language", choices=sorted(i18n.LANGUAGES), help=_("Language of what is said")
    )
    common.add_argument(
        "--by", metavar="NAME", help=_("Who does this; the signed-in user unless named")
    )
    return common


def _parser(common: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m chains",
        parents=[common],
        description=_("Chainboard: a city's industrial chains, their projects and their data."),
        epilog=_("Exit status: 0 done, 1 the input was refused, 2 wrong use."),
    )
    commands = parser.add_subparsers(required=True, metavar=_("COMMAND"), dest="command")
    for add in (
        *work.ADD,
        *network.ADD,
        *people.ADD,
        *network_graph.ADD,
        *dispatch.ADD,
        *rule.ADD,
        *upkeep.ADD,
    ):
        add(commands, common)
    return parser
