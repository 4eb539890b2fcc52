"""What can be written after `rule`."""

import argparse
from pathlib import Path

from chains.cli.options import Add, Commands, action, as_json, command
from chains.i18n import _


def _rule(commands: Commands, common: argparse.ArgumentParser) -> None:
    one = command(commands, common, "rule", "rule", _("The rule of the lights: show, list, set"))
    as_json(one)
    actions = one.add_subparsers(metavar=_("ACTION"), dest="action")
    one.set_defaults(action="show")
    action(actions, common, "show", _("The rule in force, in words"))
    action(actions, common, "list", _("Rules of cities, and every rule that was published here"))
    put = action(actions, common, "set", _("Publish a rule; first it says which lights turn"))
    put.add_argument("name", nargs="?", metavar="NAME", help=_("A rule of data/rules.json"))
    put.add_argument(
        "--file", type=Path, metavar="FILE", help=_("A rule as `rule show --json` writes it")
    )
    put.add_argument("--month", metavar="MONTH", help=_("Month of the lights, 2022-10"))
    put.add_argument("--message", default="", metavar="TEXT", help=_("Why, for the record"))
    put.add_argument("--check", action="store_true", help=_("Say what it would change, and stop"))


ADD: tuple[Add, ...] = (_rule,)
