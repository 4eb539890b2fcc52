"""Somebody tries to sign in with a name and a password, or leaves: who gets in, who has to wait.

Failures count for the name, and for a tenth of the names from the same address: so a colleague's
failures behind the office's one address keep out few others, and thousands of names from one
address wait as well. A browser that signed the account in before counts for itself alone.
"""

import ipaddress
import math
from zlib import crc32

from chains import state
from chains.errors import SignInRefused
from chains.signin import device, passwords
from chains.state import State
from chains.state.accounts import Account, folded

SLOTS = 10


def attempt(db: State, name: str, password: str, address: str, *, known: str = "") -> str:
    """The token of a new session; SignInRefused, in the same words and time whatever was wrong.

    `known` is the browser's mark from an earlier sign-in.
    """
    account = state.accounts.find(db, name)
    keys = _keys(account, name, address, known)
    hold(db, *keys)
    right = passwords.fits(account.password if account else None, password)
    if account is None or not right or account.disabled:
        _write_refusal(db, account, address, state.throttle.wait(db, *keys))
        raise SignInRefused("The name or the password is not right.")
    state.throttle.cleared(db, *keys)
    return begin(db, account, address, "password")


def hold(db: State, *keys: str) -> None:
    """Count a try of each key; SignInRefused while one of them has to wait."""
    seconds = state.throttle.attempt(db, *keys)
    if seconds > 0:
        raise SignInRefused(
            "Too many tries failed. Please wait {seconds} s, then try again.",
            seconds=math.ceil(seconds),
        )


def begin(db: State, account: Account, address: str, detail: str) -> str:
    """Start a session and write it down; return its token."""
    token = state.sessions.start(db, account.account, address)
    write(db, account, address, "sign-in", detail=detail)
    return token


def leave(db: State, token: str, address: str) -> None:
    """End the session of the token, if there is one."""
    session = state.sessions.person(db, token, touch=False)
    state.sessions.end(db, token)
    if session:
        write(db, session.account, address, "sign-out")


def leave_everywhere(db: State, account: Account, address: str) -> int:
    """End all sessions of the account; return how many."""
    ended = state.sessions.end_all(db, account.account)
    write(db, account, address, "sign-out-everywhere", detail=str(ended))
    return ended


def write(
    db: State,
    account: Account,
    address: str,
    action: str,
    *,
    outcome: str = "done",
    detail: str = "",
) -> None:
    """Write into the audit log what an account did."""
    state.audit.record(
        db,
        person=account.name,
        title=account.title,
        address=address,
        action=action,
        outcome=outcome,
        detail=detail,
    )


def _write_refusal(db: State, account: Account | None, address: str, wait: float) -> None:
    """Write a refusal down; a name that is no account's is left out: it may be a password."""
    state.audit.record(
        db,
        person=account.name if account else "?",
        title=account.title if account else "",
        address=address,
        action="sign-in",
        outcome="refused",
        detail=f"password; next try in {math.ceil(wait)} s" if wait else "password",
    )


def _keys(account: Account | None, name: str, address: str, known: str) -> tuple[str, ...]:
    browser = device.known(account, known)
    if browser:
        return (f"browser:{browser}",)
    typed = folded(name)
    slot = crc32(typed.encode("utf-8", errors="replace")) % SLOTS
    return f"account:{typed}", f"address:{network(address)}:{slot}"


def network(address: str) -> str:
    """The address, or the network of an IPv6 address, whose single addresses cost nothing."""
    try:
        number = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:  # a socket without a number
        return address
    if isinstance(number, ipaddress.IPv6Address):
        if number.ipv4_mapped:
            return str(number.ipv4_mapped)
        return str(ipaddress.ip_network((number, 64), strict=False))
    return str(number)
