"""python -m chains user"""

import getpass
from argparse import Namespace
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from chains import access
from chains.access import Scope
from chains.cli import grants, people
from chains.cli.output import as_json, table
from chains.errors import UsageError
from chains.i18n import _
from chains.signin import passwords
from chains.state import accounts, sessions, tickets
from chains.state.accounts import Account


def run(given: Namespace) -> bool:
    """List accounts, make one, or change one; every change is in the audit log."""
    if given.action == "list":
        _list(given)
        return True
    with people.recorded(given.person, f"user {given.action}", given.name) as note:
        told = DOES[given.action](given)
        note.detail = told.pop("detail", "")
    print(as_json(told) if given.json else told["said"])
    return True


def _list(given: Namespace) -> None:
    rows = [_row(account) for account in accounts.every(people.database())]
    if given.json:
        print(as_json(rows))
    elif not rows:
        print(_("There is no account yet."))
    else:
        print(table([_shown(row) for row in rows], _headers()))


def _row(account: Account) -> dict[str, Any]:
    """What may be told of an account: never its password's hash."""
    scope = account.scope
    return {
        "name": account.name,
        "title": account.title,
        "roles": sorted(account.roles),
        "chains": sorted(scope.chains),
        "counties": sorted(scope.counties),
        "datasets": sorted(scope.datasets),
        "disabled": account.disabled,
        "password": account.password is not None,
        "created_at": account.created_at,
        "changed_at": account.changed_at,
    }


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    lists = {key: ", ".join(row[key]) for key in ("chains", "counties", "datasets")}
    roles = ", ".join(_(access.ROLES[role]) for role in row["roles"])
    state = _("disabled") if row["disabled"] else "" if row["password"] else _("no password")
    return row | lists | {"roles": roles, "state": state}


def _headers() -> dict[str, str]:
    return {
        "name": _("Account"),
        "title": _("Title"),
        "roles": _("Roles"),
        "chains": _("Chains"),
        "counties": _("Counties"),
        "datasets": _("Datasets"),
        "state": _("State"),
    }


def _add(given: Namespace) -> dict[str, Any]:
    password = _hash(given.password_file, given.name) if given.password_file else None
    made = accounts.create(
        people.database(),
        name=given.name,
        title=given.title or given.name,
        roles=frozenset(given.role),
        scope=grants.scope(given, Scope()),
        password=password,
    )
    said = _("The account {name} is made.", name=made.name)
    if password is None:
        said += " " + _("A link for its first password: user link {name}", name=made.name)
    return _row(made) | {"said": said, "detail": grants.line(made)}


def _change(given: Namespace) -> dict[str, Any]:
    before = _account(given)
    changes: dict[str, Any] = {"scope": grants.scope(given, before.scope)}
    if given.title is not None:
        changes["title"] = given.title
    if given.role:
        changes["roles"] = frozenset(given.role)
    after = accounts.change(people.database(), before.account, **changes)
    said = _("The account {name} is changed.", name=after.name)
    return _row(after) | {"said": said, "detail": f"{grants.line(before)} -> {grants.line(after)}"}


def _disable(given: Namespace) -> dict[str, Any]:
    after = accounts.change(people.database(), _account(given).account, disabled=True)
    return _row(after) | {"said": _("The account {name} is disabled.", name=after.name)}


def _enable(given: Namespace) -> dict[str, Any]:
    after = accounts.change(people.database(), _account(given).account, disabled=False)
    return _row(after) | {"said": _("The account {name} may come in.", name=after.name)}


def _password(given: Namespace) -> dict[str, Any]:
    account = _account(given)
    hashed = _hash(given.password_file, account.name)
    after = accounts.change(people.database(), account.account, password=hashed, must_change=True)
    return _row(after) | {
        "said": _("The password of {name} is set; the first sign-in changes it.", name=after.name)
    }


def _signout(given: Namespace) -> dict[str, Any]:
    count = sessions.end_all(people.database(), _account(given).account)
    return {"said": _("{count} sessions ended.", count=count), "sessions": count}


def _link(given: Namespace) -> dict[str, Any]:
    account = _account(given)
    token = tickets.issue(people.database(), account.account, hours=given.hours)
    return {"said": "", "link": token}


def _account(given: Namespace) -> Account:
    found = accounts.find(people.database(), given.name)
    if found is None:
        raise UsageError("There is no account {name}.", name=given.name)
    return found


def _hash(file: Path | None, name: str) -> str:
    """The hash of a password that was typed twice, or stands in a file; never on the line."""
    text = _first_line(file) if file else _typed()
    passwords.refuse_weak(text, name)
    return passwords.hash(text)


def _typed() -> str:
    text = getpass.getpass(_("Password: "))
    if getpass.getpass(_("The same again: ")) != text:
        raise UsageError("The two passwords differ.")
    return text


def _first_line(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig").partition("\n")[0].rstrip("\r")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            "The file {path} cannot be read: {reason}", path=file, reason=str(error)
        ) from error


DOES: Mapping[str, Callable[[Namespace], dict[str, Any]]] = MappingProxyType(
    {
        "add": _add,
        "change": _change,
        "disable": _disable,
        "enable": _enable,
        "password": _password,
        "signout": _signout,
        "link": _link,
    }
)
