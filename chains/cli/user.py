"""python -m chains user"""

from argparse import Namespace
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple, Unpack

from chains import access, settings
from chains.access import Scope
from chains.cli import grants, password, people
from chains.cli.output import as_json, table
from chains.errors import UsageError
from chains.i18n import _
from chains.signin.first import LINK
from chains.state import accounts, sessions, tickets
from chains.state.accounts import Account

TOLD_AS = {"link": "link", "password": "password", "signout": "sign-out-everywhere"}


class Told(NamedTuple):
    """What a change says to a person, to a program, and to the audit log."""

    said: str
    found: dict[str, Any]
    detail: str = ""


def run(given: Namespace) -> bool:
    """List accounts, make one, or change one; every change is in the audit log."""
    if given.action == "list":
        _list(given)
        return True
    with people.recorded(given.person, TOLD_AS.get(given.action, "account"), given.name) as note:
        note.detail = given.action
        told = DOES[given.action](given)
        note.detail = f"{given.action} {told.detail}".strip()
    print(as_json(told.found) if given.json else told.said)
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


def _add(given: Namespace) -> Told:
    file = given.password_file
    hashed = password.hashed(file, given.name) if file else None
    made = accounts.create(
        people.database(),
        name=given.name,
        title=given.title or given.name,
        roles=frozenset(given.role),
        scope=grants.scope(given, Scope()),
        password=hashed,
    )
    said = _("The account {name} is made.", name=made.name)
    if hashed is None:
        said += "\n" + _("A link for its first password: user link {name}", name=made.name)
    return Told(said, _row(made), grants.line(made))


def _change(given: Namespace) -> Told:
    before = _account(given)
    after = _altered(
        before,
        title=given.title or before.title,
        roles=frozenset(given.role or before.roles),
        scope=grants.scope(given, before.scope),
    )
    said = _("The account {name} is changed.", name=after.name)
    return Told(said, _row(after), f"{grants.line(before)} -> {grants.line(after)}")


def _disable(given: Namespace) -> Told:
    after = _altered(_account(given), disabled=True)
    return Told(_("The account {name} is disabled.", name=after.name), _row(after))


def _enable(given: Namespace) -> Told:
    after = _altered(_account(given), disabled=False)
    return Told(_("The account {name} may come in.", name=after.name), _row(after))


def _password(given: Namespace) -> Told:
    account = _account(given)
    after = _altered(
        account, password=password.hashed(given.password_file, account.name), must_change=True
    )
    said = _("The password of {name} is set; the first sign-in changes it.", name=after.name)
    return Told(said, _row(after))


def _signout(given: Namespace) -> Told:
    count = sessions.end_all(people.database(), _account(given).account)
    return Told(_("{count} sessions ended.", count=count), {"sessions": count}, str(count))


def _link(given: Namespace) -> Told:
    """The one output that lets somebody in: for the person's eyes alone."""
    ticket = tickets.issue(people.database(), _account(given).account, hours=given.hours)
    link = f"{_site()}{LINK}{ticket}"
    said = _("Works once, for {hours} hours:", hours=given.hours)
    return Told(f"{said}\n{link}", {"link": link, "hours": given.hours}, f"{given.hours} h")


def _site() -> str:
    """Where people reach the dashboard: by its first host name, else by its address."""
    hosts = settings.names("hosts")
    if hosts:
        return f"http{'s' if settings.names('proxies') else ''}://{hosts[0]}"
    address = settings.get("address")
    shown = f"[{address}]" if ":" in address else address
    return f"http://{shown}:{int(settings.number('port'))}"


def _altered(account: Account, **changes: Unpack[accounts.Change]) -> Account:
    return accounts.change(people.database(), account.account, **changes)


def _account(given: Namespace) -> Account:
    found = accounts.find(people.database(), given.name)
    if found is None:
        raise UsageError("There is no account {name}.", name=given.name)
    return found


DOES: Mapping[str, Callable[[Namespace], Told]] = MappingProxyType(
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
