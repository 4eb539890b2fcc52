"""The settings: known, of the right kind, and sensible together."""

import difflib
import os
from collections.abc import Iterator

from chains import settings
from chains.doctor.verdict import Check, failed, fine, refused, warned
from chains.errors import N_, ChainsError, UsageError
from chains.i18n import LANGUAGES
from chains.signin import mode
from chains.store import Store

PREFIX = "CHAINS_"
POSITIVE = (
    "connections",
    "idle_minutes",
    "session_hours",
    "password_length",
    "audit_days",
    "editions_kept",
    "log_mb",
    "upload_mb",
    "query_seconds",
    "query_rows",
    "query_memory_mb",
    "query_workers",
    "watch_seconds",
)
CLOSE = 0.75  # of the letters in common, from which on a name is taken for a misspelt one
FEWEST = 16  # characters of a token that nobody guesses


def look(store: Store) -> Iterator[Check]:
    """Every setting by itself, then who may come in from where."""
    wrong = [*unknown(), *mistyped()]
    yield from wrong
    if not any(one.name in settings.SETTINGS for one in wrong):
        yield from entrance(store)
        yield from webhook()
    if not wrong:
        yield fine("settings", N_("Every setting is known and of the right kind"))


def unknown() -> Iterator[Check]:
    """Variables that look like settings and are none; a misspelt one changes nothing, silently."""
    known = {setting.variable.removeprefix(PREFIX) for setting in settings.SETTINGS.values()}
    for name in sorted(os.environ):
        if name.startswith(PREFIX) and name.removeprefix(PREFIX) not in known:
            near = difflib.get_close_matches(name.removeprefix(PREFIX), known, 1, CLOSE)
            remedy = (
                N_("Write {near}, if that is what was meant.")
                if near
                else N_("Remove it, or look for its name in docs/operations.md.")
            )
            message = N_("There is no setting {variable}; it changes nothing.")
            yield failed("settings", message, remedy, variable=name, near=PREFIX + "".join(near))


def mistyped() -> Iterator[Check]:
    """Settings whose value is of another kind, or out of range."""
    for name, setting in settings.SETTINGS.items():
        try:
            value = setting.read()
        except UsageError as error:
            yield refused(name, error, N_("Write a number, or remove the variable."))
            continue
        if name in POSITIVE and float(value) <= 0:
            message = N_("The setting {variable} is {value}.")
            remedy = N_("Write a number above 0.")
            yield failed(name, message, remedy, variable=setting.variable, value=value)
    if settings.get("language") not in LANGUAGES:
        yield warned(
            "language",
            N_("The setting {variable} is {value}."),
            N_("Write one of {names}."),
            variable=settings.SETTINGS["language"].variable,
            value=settings.get("language"),
            names=", ".join(LANGUAGES),
        )


def entrance(store: Store) -> Iterator[Check]:
    """Whether the way in fits the data and the address."""
    address = settings.get("address")
    try:
        chosen = mode.in_force(demonstration=_demonstration(store), address=address)
    except ChainsError as error:
        yield refused("access", error)
        return
    near = mode.loopback(address)
    if chosen == mode.OPEN and not near:
        yield warned(
            "access",
            N_("Everybody who reaches {address} may see and change everything."),
            N_("Set CHAINS_ACCESS to local or oidc."),
            address=address,
        )
    else:
        yield fine("access", N_("{mode} at {address}"), mode=chosen, address=address)
    if chosen != mode.OPEN:
        yield from _encryption(near=near)
    if not near and not settings.names("hosts"):
        yield warned(
            "hosts",
            N_("The dashboard answers under every host name."),
            N_("Name those under which it is reached: CHAINS_HOSTS=chains.example.gov.cn"),
        )
    if 0 < len(settings.get("metrics_token")) < FEWEST:
        message = N_("The token of /metrics is short enough to be guessed.")
        remedy = N_("Make a long one: openssl rand -hex 32")
        yield warned("metrics_token", message, remedy)


def webhook() -> Iterator[Check]:
    """Whether alerts can be sent where the settings say."""
    url, secret = settings.get("webhook_url"), settings.get("webhook_secret")
    if not url:
        return
    if not url.startswith(("https://", "http://")):
        message = N_("Alerts cannot be sent to {url}.")
        yield failed("webhook_url", message, N_("Write an address with https."), url=url)
    if not secret:
        message = N_("Alerts are not sent: there is no secret to sign them with.")
    elif len(secret) < FEWEST:
        message = N_("The secret of the webhook is short enough to be guessed.")
    else:
        return
    remedy = N_("Make a long one: openssl rand -hex 32")
    yield warned("webhook_secret", message, remedy)


def _encryption(*, near: bool) -> Iterator[Check]:
    """Whether passwords travel where others on the network can read them."""
    redirect = settings.get("oidc_redirect")
    if redirect and not redirect.startswith("https://") and not near:
        message = N_("People come back from the organisation's sign-in to {url}, unencrypted.")
        remedy = N_("Put a proxy with TLS in front, and write an address with https.")
        yield warned("https", message, remedy, url=redirect)
    elif not near and not settings.names("proxies"):
        message = N_("No proxy with TLS is set, so passwords travel unencrypted.")
        remedy = N_(
            "Put one in front and name its address in CHAINS_PROXIES; see docs/operations.md."
        )
        yield warned("https", message, remedy)


def _demonstration(store: Store) -> bool:
    """Whether the store holds the demonstration city or nothing; what cannot be read is neither."""
    try:
        records = store.records()
    except ChainsError:
        return False
    return not records or bool(records[-1].demonstration)
