"""What can be written after `python -m chains`, and nothing of what it does."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from chains import i18n, settings
from chains.i18n import _

Commands = Any  # argparse keeps the type of its sub-parsers to itself
DEFAULTS = {"store": None, "language": None, "json": False}


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
    return common


def _parser(common: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m chains",
        parents=[common],
        description=_("Chainboard: a city's industrial chains, their projects and their data."),
        epilog=_("Exit status: 0 done, 1 the input was refused, 2 wrong use."),
    )
    commands = parser.add_subparsers(required=True, metavar=_("COMMAND"), dest="command")
    for add in (_demo, _serve, _check, _submit, _query, _editions, _facts, _derive):
        add(commands, common)
    return parser


def _command(
    commands: Commands, common: argparse.ArgumentParser, name: str, module: str, says: str
) -> argparse.ArgumentParser:
    made: argparse.ArgumentParser = commands.add_parser(
        name, parents=[common], help=says, description=says
    )
    made.set_defaults(module=module)
    return made


def _demo(commands: Commands, common: argparse.ArgumentParser) -> None:
    one = _command(commands, common, "demo", "demo", _("Build the demonstration city"))
    one.add_argument("--seed", type=int, default=2022, help=_("Another seed, another city"))
    one.add_argument(
        "--scale",
        choices=("city", "province", "nation"),
        default="city",
        help=_("How large; larger ones are for measuring"),
    )
    either = one.add_mutually_exclusive_group()
    either.add_argument(
        "--if-empty", action="store_true", help=_("Do nothing where the store holds data")
    )
    either.add_argument(
        "--force", action="store_true", help=_("Publish it even where the store holds data")
    )


def _serve(commands: Commands, common: argparse.ArgumentParser) -> None:
    one = _command(commands, common, "serve", "serve", _("Serve the dashboard"))
    one.add_argument("--port", type=_port, help=_("Port on which the dashboard answers"))
    one.add_argument("--address", help=_("Address on which the dashboard answers"))


def _port(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(_("{given} is no port", given=text))
    return int(text)


def _check(commands: Commands, common: argparse.ArgumentParser) -> None:
    one = _command(commands, common, "check", "submit", _("Check a file; change nothing"))
    _file(one)


def _submit(commands: Commands, common: argparse.ArgumentParser) -> None:
    one = _command(commands, common, "submit", "submit", _("Check a file and publish its rows"))
    _file(one)
    one.add_argument("--by", required=True, metavar="NAME", help=_("Who does this"))
    one.add_argument("--message", default="", metavar="TEXT", help=_("Why, for the record"))


def _query(commands: Commands, common: argparse.ArgumentParser) -> None:
    one = _command(commands, common, "query", "query", _("Answer one SQL query, read-only"))
    one.add_argument("sql", metavar="SQL", help=_("One SELECT"))
    one.add_argument("--format", choices=("table", "csv", "json"), default="table")


def _editions(commands: Commands, common: argparse.ArgumentParser) -> None:
    one = _command(commands, common, "editions", "editions", _("List the editions, or go back"))
    _json(one)
    one.set_defaults(action="list")
    actions = one.add_subparsers(metavar=_("ACTION"), dest="action")
    listed = actions.add_parser("list", parents=[common], help=_("Every edition, oldest first"))
    _json(listed)
    says = _("Publish the content of an older edition again")
    restored = actions.add_parser("restore", parents=[common], help=says, description=says)
    restored.add_argument("number", type=int, metavar="N", help=_("Number of the edition"))
    restored.add_argument(
        "--by", metavar="NAME", help=_("Who does this; the signed-in user unless named")
    )
    _json(restored)


def _facts(commands: Commands, common: argparse.ArgumentParser) -> None:
    says = _("Every published figure beside what the store gives")
    _json(_command(commands, common, "facts", "facts", says))


def _derive(commands: Commands, common: argparse.ArgumentParser) -> None:
    says = _("Write the templates and the dictionary from data/schema")
    _command(commands, common, "derive", "derive", says)


def _file(one: argparse.ArgumentParser) -> None:
    one.add_argument("file", type=Path, metavar="FILE", help=_("A CSV file"))
    one.add_argument("--dataset", required=True, metavar="NAME", help=_("Dataset of the file"))
    _json(one)


def _json(one: argparse.ArgumentParser) -> None:
    one.add_argument(
        "--json", action="store_true", default=argparse.SUPPRESS, help=_("Answer as JSON")
    )
