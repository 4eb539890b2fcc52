"""The pages of the sign-in: in, out, out everywhere, a new password, the first time by a link."""

from collections.abc import Callable
from secrets import token_urlsafe

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from chains.errors import N_, ChainsError, SignInRefused
from chains.i18n import _, say
from chains.server import cookies, forms, oidc, page, visit
from chains.server.threads import ask, work
from chains.signin import mode
from chains.state.sessions import Session

AWAY = 600  # seconds at the organisation's sign-in
STALE = N_("This form was open for too long. Please try again.")
NOTES = {
    "ended": N_("Your session has ended. Please sign in again."),
    "left": N_("You are signed out."),
}
LOCAL, BOTH = frozenset({mode.LOCAL}), frozenset({mode.LOCAL, mode.OIDC})


def routes() -> list[Route]:
    """All routes of the sign-in, each in the modes of access that know it."""
    return [
        Route("/sign-in", forms.spoken(sign_in, BOTH)),
        Route("/sign-in", forms.spoken(try_sign_in, LOCAL), methods=["POST"]),
        Route("/sign-in/first", forms.spoken(first, LOCAL)),
        Route("/sign-in/first", forms.spoken(try_first, LOCAL), methods=["POST"]),
        Route("/sign-in/password", forms.spoken(password, LOCAL)),
        Route("/sign-in/password", forms.spoken(try_password, LOCAL), methods=["POST"]),
        Route("/sign-in/provider", forms.spoken(provider, frozenset({mode.OIDC}))),
        Route("/sign-in/style.css", style),
        Route("/sign-out", forms.spoken(leaving, BOTH)),
        Route("/sign-out", forms.spoken(sign_out, BOTH), methods=["POST"]),
        Route("/sign-out-everywhere", forms.spoken(sign_out_everywhere, BOTH), methods=["POST"]),
    ]


async def style(_request: Request) -> Response:
    """The style sheet of the pages."""
    return Response(page.style(), 200, {"Cache-Control": "max-age=3600"}, "text/css")


async def sign_in(request: Request) -> Response:
    """The form, or the way to the organisation; onward for who is signed in."""
    onward = visit.local(request.query_params.get("next", "/"))
    if await visit.session(request.scope):
        return RedirectResponse(onward, 303)
    note = next((_(text) for key, text in NOTES.items() if key in request.query_params), "")
    return _sign_in_page(request, onward, note=note)


async def try_sign_in(request: Request) -> Response:
    """Name and password, given."""
    given = await forms.fields(request)
    onward, name = visit.local(given.get("next", "/")), given.get("name", "")
    if not forms.ours(given.get("form"), cookies.read(request.scope, cookies.FORM)):
        return _sign_in_page(request, onward, name=name, error=_(STALE), status=403)
    known = cookies.read(request.scope, cookies.BROWSER)
    where = visit.address(request.scope)
    try:
        token = await work(forms.attempt, name, given.get("password", ""), where, known)
    except SignInRefused as refused:
        answer = _sign_in_page(request, onward, name=name, error=say(refused), status=403)
        return forms.delayed(answer, refused)
    return await forms.signed_in(request, token, onward)


async def first(request: Request) -> Response:
    """What a one-time link opens; looking at it does not use it up."""
    return _ticket_page(request, request.query_params.get("ticket", ""))


async def try_first(request: Request) -> Response:
    """A one-time link, used."""
    given = await forms.fields(request)
    ticket = given.get("ticket", "")
    if not forms.ours(given.get("form"), cookies.read(request.scope, cookies.FORM)):
        return _ticket_page(request, ticket)
    try:
        token = await ask(forms.redeem, ticket, visit.address(request.scope))
    except SignInRefused as refused:
        return forms.html(page.refusal(say(refused)), 403)
    return await forms.signed_in(request, token, "/")


async def password(request: Request) -> Response:
    """The form for a new password."""
    session = await visit.session(request.scope)
    onward = visit.local(request.query_params.get("next", "/"))
    return _password_page(session, onward) if session else RedirectResponse("/sign-in", 303)


async def try_password(request: Request) -> Response:
    """A new password, given."""
    session = await visit.session(request.scope)
    given = await forms.fields(request)
    onward = visit.local(given.get("next", "/"))
    if session is None:
        return RedirectResponse("/sign-in", 303)
    if not forms.ours(given.get("csrf"), session.csrf):
        return _password_page(session, onward, error=_(STALE), status=403)
    try:
        where = visit.address(request.scope)
        token = await work(forms.choose, session.account, given, where)
    except SignInRefused as refused:
        answer = _password_page(session, onward, error=say(refused), status=403)
        return forms.delayed(answer, refused)
    except ChainsError as error:
        return _password_page(session, onward, error=say(error), status=400)
    return await forms.signed_in(request, token, onward)


async def provider(request: Request) -> Response:
    """Lead to the organisation's sign-in, and remember where to go on to afterwards."""
    answer = RedirectResponse(oidc.departure(), 303)
    onward = visit.local(request.query_params.get("next", "/"))
    cookies.put(answer, request.scope, cookies.NEXT, visit.quoted(onward), seconds=AWAY)
    return answer


async def leaving(request: Request) -> Response:
    """Who is signed in, and the ways out."""
    session = await visit.session(request.scope)
    return _leaving_page(session) if session else RedirectResponse("/sign-in", 303)


async def sign_out(request: Request) -> Response:
    """End this session."""
    return await _leave(request, forms.leave)


async def sign_out_everywhere(request: Request) -> Response:
    """End all sessions of the account."""
    return await _leave(request, forms.leave_everywhere)


async def _leave(request: Request, leave: Callable[[str, Session, str], None]) -> Response:
    session = await visit.session(request.scope)
    given = await forms.fields(request)
    if session and not forms.ours(given.get("csrf"), session.csrf):
        return _leaving_page(session, status=403)
    if session:
        token = cookies.read(request.scope, cookies.SESSION)
        await ask(leave, token, session, visit.address(request.scope))
    answer = RedirectResponse("/sign-in?left=1", 303)
    cookies.drop(answer, request.scope, cookies.SESSION)
    return answer


def _sign_in_page(
    request: Request,
    onward: str,
    *,
    name: str = "",
    error: str = "",
    note: str = "",
    status: int = 200,
) -> Response:
    if mode.chosen() == mode.OIDC:
        return forms.html(page.organisation(onward=onward, note=note), status)
    word = cookies.read(request.scope, cookies.FORM) or token_urlsafe(24)
    text = page.sign_in(form=word, onward=onward, name=name[:64], error=error, note=note)
    answer = forms.html(text, status)
    cookies.put(answer, request.scope, cookies.FORM, word)
    return answer


def _ticket_page(request: Request, ticket: str) -> Response:
    word = cookies.read(request.scope, cookies.FORM) or token_urlsafe(24)
    answer = forms.html(page.ticket(form=word, ticket=ticket))
    cookies.put(answer, request.scope, cookies.FORM, word)
    return answer


def _password_page(
    session: Session, onward: str, *, error: str = "", status: int = 200
) -> Response:
    account = session.account
    text = page.password(
        csrf=session.csrf,
        name=account.name,
        onward=onward,
        asks_current=account.password is not None,
        forced=account.must_change,
        error=error,
    )
    return forms.html(text, status)


def _leaving_page(session: Session, status: int = 200) -> Response:
    local = mode.chosen() == mode.LOCAL
    name = session.account.title or session.account.name
    return forms.html(page.leaving(name=name, csrf=session.csrf, passwords=local), status)
