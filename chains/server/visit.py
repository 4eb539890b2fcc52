"""Who asks: the live session behind a request, its language, and where it may be led on to."""

import re
from urllib.parse import quote, urlsplit

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection

from chains import i18n, settings, state
from chains.server import cookies
from chains.server.cookies import Scope
from chains.server.threads import ask
from chains.state.sessions import Session

LONGEST = 2000  # characters of a path
OURS = re.compile(  # paths that are no page of the dashboard
    r"/(sign-in|sign-out|sign-out-everywhere|auth|oauth2callback|healthz|metrics|feed\.atom|_stcore)"
    r"(?![^/?#])"
)


async def session(scope: Scope) -> Session | None:
    """The live session whose token the browser sent; asking is no click."""
    token = cookies.read(scope, cookies.SESSION)
    return await ask(_person, token) if token else None


def address(scope: Scope) -> str:
    """The address of the browser, as the server or a trusted proxy says."""
    return scope["client"][0] if scope.get("client") else ""


def language(scope: Scope) -> str:
    """The language chosen in the URL, else the one in the cookie, else the setting's."""
    connection = HTTPConnection(scope)
    asked = (connection.query_params.get("lang"), cookies.read(scope, cookies.LANGUAGE))
    chosen = next((code for code in asked if code in i18n.LANGUAGES), None)
    return chosen or settings.get("language")


def foreign(scope: Scope) -> bool:
    """Whether a page of another origin asks.

    A browser says `null` in a form where the referrer is off; a form carries its own word.
    """
    headers = Headers(scope=scope)
    origin = headers.get("origin")
    if origin is None or (origin == "null" and scope["type"] == "http"):
        return False
    return urlsplit(origin).netloc.lower() != headers.get("host", "").lower()


def local(path: str) -> str:
    """The path where it leads into the dashboard, else the start page."""
    parts = _split(path)
    plain = path.startswith("/") and not path.startswith("//") and len(path) <= LONGEST
    if not plain or "\\" in path or not path.isprintable() or parts is None:
        return "/"
    return "/" if any(parts) or OURS.match(path) else path


def here(scope: Scope) -> str:
    """The path and query of a request, to come back to."""
    query = scope["query_string"].decode("latin-1")
    return local(quote(scope["path"], safe="/") + (f"?{query}" if query else ""))


def quoted(path: str) -> str:
    """The path as a value in a URL."""
    return quote(path, safe="/")


def _split(path: str) -> tuple[str, str] | None:
    try:
        parts = urlsplit(path)
    except ValueError:
        return None
    return parts.scheme, parts.netloc


def _person(token: str) -> Session | None:
    return state.sessions.person(state.in_force(), token, touch=False)
