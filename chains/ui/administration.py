"""What an administrator does to accounts, each asked of the table of actions and written down."""

import secrets
from collections.abc import Iterable
from typing import Any

import pandas as pd

from chains import access, settings, state
from chains.access import Scope
from chains.i18n import _
from chains.signin import mode, passwords
from chains.state.accounts import Account
from chains.ui import moments, person, trail

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that looks like another
GROUP, GROUPS = 4, 4


def every() -> list[Account]:
    """All accounts, by name."""
    person.need("accounts")
    return state.accounts.every(state.in_force())


def frame() -> pd.DataFrame:
    """All accounts as a table to read; of a password only whether there is one."""
    return pd.DataFrame([_row(one) for one in every()])


def make(name: str, title: str, roles: Iterable[str], scope: Scope) -> tuple[Account, str]:
    """A new account and its first password; empty where an organisation signs people in."""
    actor = person.need("accounts", name)
    password = _password() if mode.chosen() == mode.LOCAL else ""
    with trail.recorded(actor, "account", name, "add") as note:
        made = state.accounts.create(
            state.in_force(),
            name=name.strip(),
            title=title,
            roles=roles,
            scope=scope,
            password=passwords.hash(password) if password else None,
        )
        note.detail = f"add {_grants(made)}"
    return made, password


def change(account: Account, **fields: Any) -> None:
    """Change title, roles, scope or whether the account is disabled."""
    actor = person.need("accounts", account.name)
    said = ", ".join(sorted(fields))
    with trail.recorded(actor, "account", account.name, f"change {said}") as note:
        changed = state.accounts.change(state.in_force(), account.account, **fields)
        state_now = "disabled" if changed.disabled else "enabled"
        note.detail = f"change {said}: {changed.title}; {_grants(changed)}; {state_now}"


def new_password(account: Account) -> str:
    """A password that the account has to change when it signs in; its sessions end."""
    actor = person.need("accounts", account.name)
    password = _password()
    with trail.recorded(actor, "password", account.name, "by an administrator"):
        hashed = passwords.hash(password)
        state.accounts.change(state.in_force(), account.account, password=hashed, must_change=True)
    return password


def sign_out(account: Account) -> int:
    """End the account's sessions; return how many."""
    actor = person.need("accounts", account.name)
    with trail.recorded(actor, "sign-out-everywhere", account.name) as note:
        ended = state.sessions.end_all(state.in_force(), account.account)
        note.detail = str(ended)
    return ended


def _password() -> str:
    """A random password in groups of letters that are easily read aloud."""
    groups = max(GROUPS, int(settings.number("password_length")) // GROUP + 1)
    return "-".join(
        "".join(secrets.choice(LETTERS) for _place in range(GROUP)) for _group in range(groups)
    )


def _row(account: Account) -> dict[str, Any]:
    scope = account.scope
    roles = [_(text) for role, text in access.ROLES.items() if role in account.roles]
    return {
        _("Login name"): account.name,
        _("Name to show"): account.title,
        _("Roles"): _(", ").join(roles),
        _("Chains"): ", ".join(sorted(scope.chains)),
        _("Counties"): ", ".join(sorted(scope.counties)),
        _("Datasets"): ", ".join(sorted(scope.datasets)),
        _("State"): _state(account),
        _("Changed"): moments.shown(account.changed_at),
    }


def _state(account: Account) -> str:
    if account.disabled:
        return _("Disabled")
    return _("Has to choose a password") if account.must_change else _("Enabled")


def _grants(account: Account) -> str:
    """Roles and grants on one line, for the audit log."""
    lists = {
        "roles": account.roles,
        "chains": account.scope.chains,
        "counties": account.scope.counties,
        "datasets": account.scope.datasets,
    }
    return "; ".join(f"{key}: {', '.join(sorted(one))}" for key, one in lists.items() if one)
