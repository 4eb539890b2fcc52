"""Our cookies: none is read by a script, and under TLS none by another host or without TLS."""

from collections.abc import MutableMapping
from typing import Any

from starlette.requests import HTTPConnection
from starlette.responses import Response

SESSION = "chainboard"  # who is signed in
FORM = "chainboard_form"  # that a form which comes back was ours
BROWSER = "chainboard_browser"  # that an account signed in here before
NEXT = "chainboard_next"  # the page to go on to, while somebody is at the organisation's sign-in
LANGUAGE = "chainboard_language"
HOST = "__Host-"  # a browser takes such a cookie from this host over TLS only, for all paths

Scope = MutableMapping[str, Any]


def secure(scope: Scope) -> bool:
    """Whether the browser came over TLS, as the server or a trusted proxy says."""
    return scope["scheme"] in {"https", "wss"}


def name(scope: Scope, cookie: str) -> str:
    """The cookie's name on this connection."""
    return HOST + cookie if secure(scope) else cookie


def read(scope: Scope, cookie: str) -> str:
    """The cookie's value; empty when there is none."""
    return HTTPConnection(scope).cookies.get(name(scope, cookie), "")


def put(
    response: Response, scope: Scope, cookie: str, value: str, *, seconds: int | None = None
) -> None:
    """Set the cookie; without seconds it ends with the browser."""
    response.set_cookie(
        name(scope, cookie),
        value,
        max_age=seconds,
        path="/",
        secure=secure(scope),
        httponly=True,
        samesite="lax",
    )


def drop(response: Response, scope: Scope, cookie: str) -> None:
    """Take the cookie away."""
    response.delete_cookie(
        name(scope, cookie), path="/", secure=secure(scope), httponly=True, samesite="lax"
    )
