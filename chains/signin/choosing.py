"""A password is chosen: by who is signed in, or by whom a one-time link lets in for that."""

from chains import state
from chains.errors import SignInRefused, UsageError
from chains.signin import passwords
from chains.signin.attempts import begin, hold, write
from chains.state import State
from chains.state.accounts import Account


def redeem(db: State, ticket: str, address: str) -> str:
    """The token of a session that has to choose a password; the link and the old password end."""
    account = state.tickets.redeem(db, ticket)
    if account is None:
        raise SignInRefused(
            "This link was used before, or is too old. Ask an administrator for a new one."
        )
    account = state.accounts.change(db, account.account, password=None, must_change=True)
    return begin(db, account, address, "link")


def choose_password(
    db: State, account: Account, *, current: str, wanted: str, again: str, address: str
) -> str:
    """Set the password and sign the account out everywhere; return the token of a new session.

    UsageError for a password that cannot be, SignInRefused where the current one is wrong.
    """
    _refuse_wrong(db, account, current, address)
    if wanted != again:
        raise UsageError("The two new passwords are not the same.")
    if account.password is not None and wanted == current:
        raise UsageError("The new password is the old one.")
    passwords.refuse_weak(wanted, account.name)
    hashed = passwords.hash(wanted)
    state.accounts.change(db, account.account, password=hashed, must_change=False)
    write(db, account, address, "password")
    return begin(db, account, address, "new password")


def _refuse_wrong(db: State, account: Account, current: str, address: str) -> None:
    if account.password is None:  # whom a link let in has none
        return
    key = f"password:{account.account}"
    hold(db, key)
    if not passwords.fits(account.password, current):
        write(db, account, address, "password", outcome="refused")
        raise SignInRefused("The current password is not right.")
    state.throttle.cleared(db, key)
