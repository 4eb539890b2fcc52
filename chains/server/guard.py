"""The door: no page, file or WebSocket without a live session."""

from functools import partial

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from chains import i18n, state
from chains.access import Person
from chains.errors import N_, AccessRefused, StateError
from chains.i18n import _, say
from chains.server import oidc, socket, visit
from chains.server.limits import UPLOADS
from chains.server.threads import ask
from chains.signin import mode

SAFE = {"GET", "HEAD", "OPTIONS"}
FREE = {
    "/feed.atom",  # asks for a token of its own
    "/healthz",
    "/metrics",
    "/sign-in",
    "/sign-in/first",
    "/sign-in/password",
    "/sign-in/provider",
    "/sign-in/style.css",
    "/sign-out",
    "/sign-out-everywhere",
}
FREE_OIDC = {"/auth/login", "/oauth2callback"}
CHOOSING = "/sign-in/password"
FOREIGN = N_("A page of another address asked for this.")
NOBODY = N_("Sign in first.")
UNCHOSEN = N_("Choose a password first.")


class Guard:
    """Let through what is free, and whoever has a live session; say to others where to sign in."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request or a WebSocket on, or refuse it."""
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        serve = self._http if scope["type"] == "http" else partial(socket.serve, self.app)
        await serve(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        with i18n.speaking(visit.language(scope)):
            try:
                answer = await _answer(scope)
            except StateError as error:
                answer = _plain(503, say(error))
        await (answer or self.app)(scope, receive, send)


async def _answer(scope: Scope) -> Response | None:
    """What is said instead of the app's answer; None where the app may answer."""
    if scope["method"] not in SAFE and visit.foreign(scope):
        return _plain(403, _(FOREIGN))
    chosen = mode.chosen()
    oidc_way = chosen == mode.OIDC
    if chosen == mode.OPEN or scope["path"] in (FREE | FREE_OIDC if oidc_way else FREE):
        return None
    session = await visit.session(scope)
    if session is None:
        back = await oidc.arrival(scope) if oidc_way and _is_page(scope) else None
        return back or _led(scope, "/sign-in", 401, _(NOBODY))
    if session.account.must_change and not oidc_way:
        return _led(scope, CHOOSING, 403, _(UNCHOSEN))
    return await _refused(scope, session.person)


async def _refused(scope: Scope, person: Person) -> Response | None:
    """The answer to whoever is signed in but has no role for this."""
    sends_file = scope["path"].startswith(UPLOADS) and scope["method"] not in SAFE
    action = "upload" if sends_file else "see"
    if person.may(action):
        return None
    await ask(_write_refusal, person, visit.address(scope), action)
    return _plain(403, say(AccessRefused(action)))


def _is_page(scope: Scope) -> bool:
    wanted = Headers(scope=scope).get("accept", "")
    return scope["method"] in {"GET", "HEAD"} and "text/html" in wanted


def _led(scope: Scope, to: str, status: int, text: str) -> Response:
    """A page is led elsewhere, and back afterwards; anything else hears why not."""
    if not _is_page(scope):
        return _plain(status, text)
    back = visit.here(scope)
    query = "" if back == "/" else f"?next={visit.quoted(back)}"
    return RedirectResponse(to + query, 303, headers={"Cache-Control": "no-store"})


def _plain(status: int, text: str) -> Response:
    headers = {"Cache-Control": "no-store"}
    if status == 401:
        headers["WWW-Authenticate"] = 'Cookie realm="Chainboard"'
    return PlainTextResponse(text, status, headers)


def _write_refusal(person: Person, address: str, action: str) -> None:
    state.audit.record(
        state.in_force(),
        person=person.name,
        title=person.title,
        address=address,
        action=action,
        outcome="refused",
    )
