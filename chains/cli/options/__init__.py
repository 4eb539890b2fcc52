"""What can be written after each command, one file for a group of commands; nothing is done."""

import argparse
from collections.abc import Callable
from typing import Any

from chains.i18n import _

Commands = Any  # argparse keeps the type of its sub-parsers to itself
Add = Callable[[Commands, argparse.ArgumentParser], None]


def command(
    commands: Commands, common: argparse.ArgumentParser, name: str, module: str, says: str
) -> argparse.ArgumentParser:
    """A command of this name, done by `chains.cli.<module>.run`, with the common options."""
    made: argparse.ArgumentParser = commands.add_parser(
        name, parents=[common], help=says, description=says, allow_abbrev=False
    )
    made.set_defaults(module=module)
    return made


def action(
    actions: Commands, common: argparse.ArgumentParser, name: str, says: str
) -> argparse.ArgumentParser:
    """One of the things that a command such as `editions` can do, with JSON as a choice."""
    made: argparse.ArgumentParser = actions.add_parser(
        name, parents=[common], help=says, description=says, allow_abbrev=False
    )
    as_json(made)
    return made


def as_json(one: argparse.ArgumentParser) -> None:
    """Let the command answer as JSON."""
    one.add_argument(
        "--json", action="store_true", default=argparse.SUPPRESS, help=_("Answer as JSON")
    )
