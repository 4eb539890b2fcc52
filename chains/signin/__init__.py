"""What a sign-in means: passwords, tries, links, an organisation's claims. Knows no HTTP."""

from chains.signin import claims, device, mode, passwords
from chains.signin.attempts import attempt, leave, leave_everywhere
from chains.signin.choosing import choose_password, redeem
from chains.signin.first import first_administrator

__all__ = [
    "attempt",
    "choose_password",
    "claims",
    "device",
    "first_administrator",
    "leave",
    "leave_everywhere",
    "mode",
    "passwords",
    "redeem",
]
