"""What can be written after the commands that let firms stop."""

import argparse
from pathlib import Path

from chains.cli.options import Add, Commands, as_json, command
from chains.i18n import _

SETTINGS = ("all-essential", "none-essential")  # as chains.network has them; slow to import
SHOWN = 30


def _shock(commands: Commands, common: argparse.ArgumentParser) -> None:
    says = _("Say what share of the city's production is at risk if firms stop")
    one = command(commands, common, "shock", "shock", says)
    _who(one)
    _how(one)
    links = _("Links of another network: a CSV file with supplier, customer, value")
    one.add_argument("--edges", type=Path, metavar="FILE", help=links)
    sectors = _("Firms of that network: a CSV file with firm, sector")
    one.add_argument("--sectors", type=Path, metavar="FILE", help=sectors)
    as_json(one)


def _who(one: argparse.ArgumentParser) -> None:
    stop = _("A firm that stops: its code or its whole name; may be given several times")
    one.add_argument("--stop", action="append", default=[], metavar=_("FIRM"), help=stop)
    one.add_argument("--county", metavar="ID", help=_("All firms of this county stop"))
    product = _("What is bought of this product outside the city stops")
    one.add_argument("--product", metavar="NAME", help=product)
    loss = _("What they lose of their production, in percent")
    one.add_argument("--loss", type=float, default=100.0, metavar="PERCENT", help=loss)


def _how(one: argparse.ArgumentParser) -> None:
    inputs = _("Whether a firm stands still without any one input, or makes do with the others")
    one.add_argument("--setting", choices=SETTINGS, default=SETTINGS[0], help=inputs)
    replace = _("Firms of the same sector step in as far as they have a share of its sales")
    one.add_argument("--replaceability", action="store_true", help=replace)
    eps = _("A round in which no firm falls by more than this share is the last")
    one.add_argument("--eps", type=float, default=0.01, help=eps)


def _rank(commands: Commands, common: argparse.ArgumentParser) -> None:
    says = _("List the firms that each endanger most; work it out where it was not yet")
    one = command(commands, common, "rank", "rank", says)
    edition = _("Number of the edition; the current one unless named")
    one.add_argument("--edition", type=int, metavar="N", help=edition)
    one.add_argument("--top", type=int, default=SHOWN, metavar="N", help=_("How many are listed"))
    as_json(one)


ADD: tuple[Add, ...] = (_shock, _rank)
