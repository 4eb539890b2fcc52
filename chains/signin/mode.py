"""Who may come in: everybody, accounts of this server, or people that an organisation knows."""

import ipaddress

from chains import settings
from chains.errors import UsageError

OPEN, LOCAL, OIDC = "open", "local", "oidc"
NEEDED = ("oidc_metadata", "oidc_client", "oidc_secret", "oidc_redirect")
CALLBACK = "/oauth2callback"


def in_force(*, demonstration: bool, address: str) -> str:
    """open, local or oidc; UsageError where nothing is set and the store or the address is real.

    `demonstration` holds for the demonstration city and for a store without any edition.
    """
    chosen = settings.get("access")
    if chosen == OIDC:
        _refuse_incomplete()
    if chosen in {OPEN, LOCAL, OIDC}:
        return chosen
    if chosen:
        raise UsageError("The setting CHAINS_ACCESS is {value}: open, local or oidc.", value=chosen)
    if not demonstration:
        raise UsageError(
            "This store holds a city's own data, and nothing says who may come in. Set "
            "CHAINS_ACCESS to local or oidc; open lets everybody see and change everything."
        )
    if not loopback(address):
        raise UsageError(
            "Other computers reach {address}, and nothing says who may come in. Set "
            "CHAINS_ACCESS to local or oidc; open lets everybody see and change everything.",
            address=address,
        )
    return OPEN


def chosen() -> str:
    """The mode by the setting alone; without one it is local, so nobody comes in by mistake."""
    return settings.get("access") or LOCAL


def loopback(address: str) -> bool:
    """Whether only this computer reaches the address."""
    if address == "localhost":
        return True
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def _refuse_incomplete() -> None:
    for name in NEEDED:
        if not settings.get(name):
            raise UsageError(
                "The setting {variable} is empty, but the organisation's sign-in needs it.",
                variable=settings.SETTINGS[name].variable,
            )
    if not settings.get("oidc_redirect").endswith(CALLBACK):
        raise UsageError("The setting CHAINS_OIDC_REDIRECT has to end in /oauth2callback.")
