"""Options of the commands that keep a server well: backup, restore, verify, upgrade, doctor."""

import argparse
from pathlib import Path

from chains.cli.options import Add, Commands, as_json, command
from chains.i18n import _


def _backup(commands: Commands, common: argparse.ArgumentParser) -> None:
    says = _("Copy edition, submitted files and state into a new folder, and verify it")
    one = command(commands, common, "backup", "backup", says)
    one.add_argument("folder", type=Path, metavar="DIR", help=_("Folder in which backups stand"))
    one.add_argument("--keep", type=int, metavar="N", help=_("Remove older backups beyond so many"))
    as_json(one)


def _restore(commands: Commands, common: argparse.ArgumentParser) -> None:
    says = _("Put a backup into an empty store and an empty state database")
    one = command(commands, common, "restore", "restore", says)
    one.add_argument("folder", type=Path, metavar="DIR", help=_("A backup, chainboard-…"))
    one.add_argument(
        "--force",
        action="store_true",
        help=_("Where the store holds data, rename its folder aside first"),
    )
    as_json(one)


def _verify(commands: Commands, common: argparse.ArgumentParser) -> None:
    says = _("Open, sum up and count everything that the store, or a backup, holds")
    one = command(commands, common, "verify", "verify", says)
    one.add_argument(
        "folder", type=Path, nargs="?", metavar="DIR", help=_("A backup; the store unless given")
    )
    as_json(one)


def _upgrade(commands: Commands, common: argparse.ArgumentParser) -> None:
    says = _("Make the tables and columns that this release adds, as a new edition")
    as_json(command(commands, common, "upgrade", "upgrade", says))


def _doctor(commands: Commands, common: argparse.ArgumentParser) -> None:
    says = _("Check the installation, the data and the settings, and say what to do")
    as_json(command(commands, common, "doctor", "doctor", says))


def _wheels(commands: Commands, common: argparse.ArgumentParser) -> None:
    says = _("Fill a folder with all that an offline machine needs to install")
    one = command(commands, common, "wheels", "wheels", says)
    one.add_argument("folder", type=Path, metavar="DIR", help=_("Folder to fill"))
    one.add_argument(
        "--platform",
        action="append",
        default=[],
        metavar="TAG",
        help=_("For another kind of machine, such as win_amd64; repeat it for several"),
    )
    one.add_argument(
        "--python-version", metavar="VERSION", help=_("For another Python, such as 3.12")
    )
    one.add_argument(
        "--only", action="append", default=[], metavar="NAME", help=_("Only this package, to try")
    )


ADD: tuple[Add, ...] = (_backup, _restore, _verify, _upgrade, _doctor, _wheels)
