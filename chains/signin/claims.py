"""What an organisation says of a person who signed in there, and whose account that is here."""

from collections.abc import Mapping
from typing import Any

from chains import settings, state
from chains.access import ROLES
from chains.errors import SignInRefused, UsageError
from chains.signin.attempts import begin, write
from chains.state import State
from chains.state.accounts import Account

NAMES = ("preferred_username", "email")


def enter(db: State, claims: Mapping[str, Any], address: str) -> str:
    """The token of a new session; SignInRefused for who has no account or no role."""
    account = _account(db, claims)
    if account is None or account.disabled:
        _write_stranger(db, account, claims, address)
        raise SignInRefused(
            "Your organisation knows you, but there is no account for you here. "
            "Ask an administrator of this dashboard for one."
        )
    if settings.get("oidc_roles"):
        account = _take_roles(db, account, claims, address)
    if not account.roles:
        write(db, account, address, "sign-in", outcome="refused", detail="oidc; no role")
        raise SignInRefused(
            "Your account has no role here. Ask an administrator of this dashboard for one."
        )
    return begin(db, account, address, "oidc")


def roles(claims: Mapping[str, Any], claim: str) -> frozenset[str]:
    """The roles that a claim names, as a list or with commas; what is no role of ours is left out.

    `a.b` is also the claim `b` within `a`.
    """
    held = claims.get(claim, _within(claims, claim))
    listed = held.split(",") if isinstance(held, str) else held if isinstance(held, list) else []
    return frozenset(part.strip() for part in listed if isinstance(part, str)) & ROLES.keys()


def _within(claims: Any, claim: str) -> Any:
    for part in claim.split("."):
        claims = claims.get(part) if isinstance(claims, Mapping) else None
    return claims


def _account(db: State, claims: Mapping[str, Any]) -> Account | None:
    """The account bound to the person; else the one under the person's name, bound from now on."""
    subject = claims.get("sub")
    if not isinstance(subject, str) or not subject:
        return None
    return state.accounts.by_subject(db, subject) or _bind(db, subject, claims)


def _bind(db: State, subject: str, claims: Mapping[str, Any]) -> Account | None:
    for claim in NAMES:
        name = claims.get(claim)
        if not isinstance(name, str) or (claim == "email" and not claims.get("email_verified")):
            continue
        account = state.accounts.find(db, name)
        if account and account.subject is None and not account.disabled:
            bound = state.accounts.change(db, account.account, subject=subject)
            state.audit.record(
                db, person=bound.name, title=bound.title, action="bind", subject=subject
            )
            return bound
    return None


def _take_roles(db: State, account: Account, claims: Mapping[str, Any], address: str) -> Account:
    given = roles(claims, settings.get("oidc_roles"))
    if given == account.roles:
        return account
    try:
        changed = state.accounts.change(db, account.account, roles=given)
    except UsageError as error:  # the last administrator
        write(db, account, address, "sign-in", outcome="refused", detail=f"oidc; {error}")
        raise SignInRefused(error.message, **error.values) from error
    write(db, changed, address, "account", detail=f"oidc; roles {', '.join(sorted(given)) or '-'}")
    return changed


def _write_stranger(
    db: State, account: Account | None, claims: Mapping[str, Any], address: str
) -> None:
    state.audit.record(
        db,
        person=account.name if account else "?",
        address=address,
        action="sign-in",
        subject=str(claims.get("sub", "")),
        outcome="refused",
        detail="oidc; disabled" if account else "oidc; no account",
    )
