"""Options of the daily commands, from `demo` to `templates`."""

import argparse
from pathlib import Path

from chains.cli.options import Add, Commands, action, as_json, command
from chains.i18n import _


def _demo(commands: Commands, common: argparse.ArgumentParser) -> None:
    one = command(commands, common, "demo", "demo", _("Build the demonstration city"))
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
    one = command(commands, common, "serve", "serve", _("Serve the dashboard"))
    one.add_argument("--port", type=_port, help=_("Port on which the dashboard answers"))
    one.add_argument("--address", help=_("Address on which the dashboard answers"))


def _port(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(_("{given} is no port", given=text))
    return int(text)


def _check(commands: Commands, common: argparse.ArgumentParser) -> None:
    one = command(commands, common, "check", "submit", _("Check a file; change nothing"))
    _file(one)


def _submit(commands: Commands, common: argparse.ArgumentParser) -> None:
    one = command(commands, common, "submit", "submit", _("Check a file and publish its rows"))
    _file(one)
    one.add_argument("--message", default="", metavar="TEXT", help=_("Why, for the record"))


def _file(one: argparse.ArgumentParser) -> None:
    one.add_argument("file", type=Path, metavar="FILE", help=_("A file: CSV, xlsx, xls or ods"))
    one.add_argument("--dataset", required=True, metavar="NAME", help=_("Dataset of the file"))
    one.add_argument("--sheet", metavar="NAME", help=_("Sheet of a workbook; guessed otherwise"))
    one.add_argument(
        "--column",
        action="append",
        default=[],
        type=_column,
        metavar=_("TITLE=FIELD"),
        help=_("A column of the file is this field; without a field it is left out"),
    )
    either = one.add_mutually_exclusive_group()
    either.add_argument(
        "--withdraw",
        action="store_true",
        help=_("Withdraw rows of the file's own scope that it does not have"),
    )
    either.add_argument(
        "--partial", action="store_true", help=_("Take the good rows, leave the faulty ones out")
    )
    one.add_argument(
        "--marked",
        type=Path,
        metavar="FILE",
        help=_("Write the file with its faults marked here, as an xlsx workbook"),
    )
    as_json(one)


def _column(text: str) -> tuple[str, str]:
    title, sign, field = text.rpartition("=")
    if not sign or not title:
        raise argparse.ArgumentTypeError(_("{given} is not TITLE=FIELD", given=text))
    return title, field


def _undo(commands: Commands, common: argparse.ArgumentParser) -> None:
    one = command(commands, common, "undo", "undo", _("Take a submission back, as a new one"))
    one.add_argument("number", type=int, metavar="N", help=_("Number of the submission"))
    one.add_argument("--message", default="", metavar="TEXT", help=_("Why, for the record"))
    one.add_argument("--check", action="store_true", help=_("Say what it would change, and stop"))
    as_json(one)


def _query(commands: Commands, common: argparse.ArgumentParser) -> None:
    one = command(commands, common, "query", "query", _("Answer one SQL query, read-only"))
    one.add_argument("sql", metavar="SQL", help=_("One SELECT"))
    one.add_argument("--format", choices=("table", "csv", "json"), default="table")


def _editions(commands: Commands, common: argparse.ArgumentParser) -> None:
    one = command(commands, common, "editions", "editions", _("List the editions, or go back"))
    as_json(one)
    actions = one.add_subparsers(metavar=_("ACTION"), dest="action")
    one.set_defaults(action="list")
    action(actions, common, "list", _("Every edition, oldest first"))
    restored = action(
        actions, common, "restore", _("Publish the content of an older edition again")
    )
    restored.add_argument("number", type=int, metavar="N", help=_("Number of the edition"))


def _facts(commands: Commands, common: argparse.ArgumentParser) -> None:
    says = _("Every published figure beside what the store gives")
    as_json(command(commands, common, "facts", "facts", says))


def _derive(commands: Commands, common: argparse.ArgumentParser) -> None:
    says = _("Write the templates and the dictionary from data/schema")
    command(commands, common, "derive", "derive", says)


def _templates(commands: Commands, common: argparse.ArgumentParser) -> None:
    says = _("Write a workbook to fill in for each dataset, with drop-down lists")
    one = command(commands, common, "templates", "templates", says)
    one.add_argument("folder", type=Path, metavar="DIR", help=_("Folder to write to"))
    one.add_argument(
        "--filled", action="store_true", help=_("Fill in the rows that you may change")
    )


ADD: tuple[Add, ...] = (
    _demo,
    _serve,
    _check,
    _submit,
    _undo,
    _query,
    _editions,
    _facts,
    _derive,
    _templates,
)
