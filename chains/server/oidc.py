"""The organisation's sign-in: Streamlit speaks OpenID Connect; its cookie becomes our session."""

import hashlib
import json
import time
from secrets import token_urlsafe
from typing import Any
from urllib.parse import unquote

from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse, Response
from streamlit.auth_util import encode_provider_token, get_cookie_with_chunks
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import (
    TOKENS_COOKIE_NAME,
    USER_COOKIE_NAME,
)

from chains import settings, signin, state
from chains.errors import SignInRefused
from chains.i18n import say
from chains.server import cookies, page, visit
from chains.server.cookies import Scope
from chains.server.threads import ask

PROVIDER = "default"
FRESH = 120  # seconds from the organisation's answer to our session
DAY = 86400

_secret = token_urlsafe(48)  # a restart only interrupts who is signing in at that moment
_spent: dict[str, float] = {}


def secrets() -> dict[str, Any] | None:
    """What Streamlit has to know to speak with the organisation; None in the other modes."""
    if settings.get("access") != signin.mode.OIDC:
        return None
    return {
        "auth": {
            "redirect_uri": settings.get("oidc_redirect"),
            "cookie_secret": _secret,
            "client_id": settings.get("oidc_client"),
            "client_secret": settings.get("oidc_secret"),
            "server_metadata_url": settings.get("oidc_metadata"),
        }
    }


def departure() -> str:
    """The path at which Streamlit leads to the organisation; it works for two minutes."""
    return f"/auth/login?provider={encode_provider_token(PROVIDER)}"


async def arrival(scope: Scope) -> Response | None:
    """The answer to who comes back from the organisation; None where nobody does."""
    held = HTTPConnection(scope).cookies
    if USER_COOKIE_NAME not in held:
        return None
    claims = _claims(held)
    answer = await _admit(scope, claims) if claims else RedirectResponse("/sign-in", 303)
    for name in held:
        if name.startswith((USER_COOKIE_NAME, TOKENS_COOKIE_NAME)):
            answer.delete_cookie(name, path="/")
    answer.headers["Cache-Control"] = "no-store"
    return answer


async def _admit(scope: Scope, claims: dict[str, Any]) -> Response:
    try:
        token = await ask(_enter, claims, visit.address(scope))
    except SignInRefused as refused:
        policy = {"Content-Security-Policy": page.POLICY}
        return Response(page.refusal(say(refused)), 403, policy, "text/html")
    answer = RedirectResponse(visit.local(unquote(cookies.read(scope, cookies.NEXT))), 303)
    cookies.put(answer, scope, cookies.SESSION, token)
    cookies.drop(answer, scope, cookies.NEXT)
    return answer


def _enter(claims: dict[str, Any], address: str) -> str:
    return signin.claims.enter(state.in_force(), claims, address)


def _claims(held: dict[str, str]) -> dict[str, Any] | None:
    """What Streamlit's cookie says, if it is fresh, signed and not seen before."""

    def signed(name: str) -> bytes | None:
        value = held.get(name, "").encode("latin-1", errors="replace")
        return decode_signed_value(get_cookie_secret(), name, value, max_age_days=FRESH / DAY)

    text = get_cookie_with_chunks(signed, USER_COOKIE_NAME)
    if text is None or not _first_time(text):
        return None
    claims: dict[str, Any] = json.loads(text)
    return claims if claims.get("is_logged_in") is True else None


def _first_time(text: bytes) -> bool:
    """Whether this answer of the organisation is new; it is remembered as long as it is fresh."""
    now = time.monotonic()
    for digest in [digest for digest, ends in _spent.items() if ends < now]:
        del _spent[digest]
    digest = hashlib.sha256(text).hexdigest()
    if digest in _spent:
        return False
    _spent[digest] = now + 2 * FRESH
    return True
