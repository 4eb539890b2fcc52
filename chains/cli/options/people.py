"""Options of the commands about people: user, audit."""

import argparse
from datetime import date
from pathlib import Path

from chains import access
from chains.cli.options import Add, Commands, action, as_json, command
from chains.i18n import _

OUTCOMES = ("done", "refused", "failed")


def _user(commands: Commands, common: argparse.ArgumentParser) -> None:
    one = command(commands, common, "user", "user", _("Accounts: list, add, change, disable"))
    as_json(one)
    actions = one.add_subparsers(metavar=_("ACTION"), dest="action")
    one.set_defaults(action="list")
    action(actions, common, "list", _("Every account"))
    added = _named(actions, common, "add", _("Make an account"))
    _grants(added, needed=True)
    _password(added)
    _grants(_named(actions, common, "change", _("Change title, roles or grants")), needed=False)
    _named(actions, common, "disable", _("End the account's sessions and let it in no more"))
    _named(actions, common, "enable", _("Let a disabled account in again"))
    _password(_named(actions, common, "password", _("Set a password, to be changed at sign-in")))
    _named(actions, common, "signout", _("End every session of the account"))
    linked = _named(actions, common, "link", _("A link that works once, to choose a password"))
    linked.add_argument("--hours", type=int, default=24, help=_("How long the link works"))


def _named(
    actions: Commands, common: argparse.ArgumentParser, name: str, says: str
) -> argparse.ArgumentParser:
    one = action(actions, common, name, says)
    one.add_argument("name", metavar="ACCOUNT", help=_("Name with which the person signs in"))
    return one


def _grants(one: argparse.ArgumentParser, *, needed: bool) -> None:
    again = _("repeat it for several")
    one.add_argument("--title", help=_("Name as others read it"))
    one.add_argument(
        "--role", action="append", choices=tuple(access.ROLES), required=needed, help=again
    )
    for option, says in (
        ("--chain", _("ID of a chain that a liaison officer may change, * for all")),
        ("--county", _("ID of a county that a liaison officer may change, * for all")),
        ("--dataset", _("Dataset that a liaison officer may upload, * for all")),
    ):
        one.add_argument(option, action="append", help=f"{says}; {again}")


def _password(one: argparse.ArgumentParser) -> None:
    one.add_argument(
        "--password-file",
        type=Path,
        metavar="FILE",
        help=_("File whose first line is the password"),
    )


def _audit(commands: Commands, common: argparse.ArgumentParser) -> None:
    one = command(commands, common, "audit", "audit", _("Audit log: list, verify, export, prune"))
    as_json(one)
    actions = one.add_subparsers(metavar=_("ACTION"), dest="action")
    one.set_defaults(action="list", **dict.fromkeys(FILTERS), limit=200)
    listed = action(actions, common, "list", _("Entries, newest first"))
    listed.add_argument("--limit", type=int, default=200, help=_("At most so many entries"))
    _filters(listed)
    action(actions, common, "verify", _("Whether an entry was changed or removed"))
    exported = action(actions, common, "export", _("Write entries to a file, oldest first"))
    exported.add_argument(
        "file", type=Path, metavar="FILE", help=_("A .csv file, or .jsonl with a line an entry")
    )
    _filters(exported)
    action(actions, common, "prune", _("Remove entries older than CHAINS_AUDIT_DAYS"))


FILTERS = ("person_named", "did", "outcome", "text", "since", "until")


def _filters(one: argparse.ArgumentParser) -> None:
    one.add_argument(
        "--person", dest="person_named", metavar="NAME", help=_("Entries of this person")
    )
    one.add_argument("--action", dest="did", metavar="ACTION", help=_("Entries of this action"))
    one.add_argument("--outcome", choices=OUTCOMES, help=_("Entries with this outcome"))
    one.add_argument("--text", help=_("Entries that contain this text"))
    one.add_argument("--since", type=_day, metavar="DATE", help=_("From this day on, 2026-01-31"))
    one.add_argument("--until", type=_day, metavar="DATE", help=_("To this day"))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(_("{given} is no date", given=text)) from error


ADD: tuple[Add, ...] = (_user, _audit)
