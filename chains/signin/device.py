"""A browser that signed an account in before: failures elsewhere do not lock it out.

The mark in its cookie is sealed with the account's password hash, so nothing else is kept, and a
new password ends all marks. It lets nobody in; it only says whose failures count.
"""

import hmac
import secrets
from hashlib import sha256

from chains.state.accounts import Account


def mark(account: Account) -> str:
    """A mark for a browser in which the account has just signed in."""
    nonce = secrets.token_urlsafe(18)
    return f"{nonce}.{_seal(account, nonce)}"


def known(account: Account | None, given: str) -> str | None:
    """The browser's own number where the mark is this account's, else None."""
    nonce, dot, seal = given.partition(".")
    if account is None or account.password is None or not dot or not given.isascii():
        return None
    return nonce if hmac.compare_digest(seal, _seal(account, nonce)) else None


def _seal(account: Account, nonce: str) -> str:
    key = (account.password or "").encode()
    return hmac.new(key, f"{account.account}:{nonce}".encode(), sha256).hexdigest()
