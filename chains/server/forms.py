"""What the routes of the sign-in share: forms read and answered, calls that threads make."""

from collections.abc import Awaitable, Callable, Mapping
from secrets import compare_digest
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from chains import i18n, settings, signin, state
from chains.errors import SignInRefused, StateError
from chains.i18n import say
from chains.server import cookies, page, visit
from chains.server.threads import ask
from chains.signin import device, mode
from chains.state.accounts import Account
from chains.state.sessions import Session

Handler = Callable[[Request], Awaitable[Response]]
FIELDS = 20  # in a form, at most
YEAR = 365 * 24 * 3600
FORM = "application/x-www-form-urlencoded"
HEADERS = {"Cache-Control": "no-store", "Content-Security-Policy": page.POLICY}


def spoken(handler: Handler, modes: frozenset[str]) -> Handler:
    """The handler in the language of who asks, and only in these modes of access."""

    async def speaking(request: Request) -> Response:
        language = visit.language(request.scope)
        with i18n.speaking(language):
            try:
                known = mode.chosen() in modes
                answer = await handler(request) if known else RedirectResponse("/", 303)
            except StateError as error:
                answer = html(page.refusal(say(error)), 503)
        if request.query_params.get("lang") == language:
            cookies.put(answer, request.scope, cookies.LANGUAGE, language, seconds=YEAR)
        answer.headers.update(HEADERS)
        return answer

    return speaking


def html(text: str, status: int = 200) -> Response:
    """A page."""
    return HTMLResponse(text, status)


def delayed(answer: Response, refused: SignInRefused) -> Response:
    """The answer, which says in its head as well how long to wait, where it is about that."""
    if "seconds" in refused.values:
        answer.status_code = 429
        answer.headers["Retry-After"] = str(refused.values["seconds"])
    return answer


async def fields(request: Request) -> Mapping[str, str]:
    """The fields of a form; none where the body is no form."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    text = (await request.body()).decode("utf-8", errors="replace")
    try:
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=FIELDS)
    except ValueError:  # more fields than any form of ours
        return {}
    return dict(pairs) if kind == FORM else {}


def ours(given: str | None, expected: str) -> bool:
    """Whether a form carries the word that we put into it."""
    return bool(given and expected) and compare_digest(str(given).encode(), expected.encode())


async def signed_in(request: Request, token: str, onward: str) -> Response:
    """Lead on somebody who has a new session; the browser's earlier one ends."""
    earlier = cookies.read(request.scope, cookies.SESSION)
    mark = await ask(_replace, earlier, token, visit.address(request.scope))
    answer = RedirectResponse(_in_language(onward), 303)
    cookies.put(answer, request.scope, cookies.SESSION, token)
    cookies.drop(answer, request.scope, cookies.FORM)
    if mark:
        cookies.put(answer, request.scope, cookies.BROWSER, mark, seconds=YEAR)
    return answer


def attempt(name: str, password: str, address: str, known: str) -> str:
    """Try a name and a password; return the token of a session."""
    return signin.attempt(state.in_force(), name, password, address, known=known)


def redeem(ticket: str, address: str) -> str:
    """Use a one-time link; return the token of a session."""
    return signin.redeem(state.in_force(), ticket, address)


def choose(account: Account, given: Mapping[str, str], address: str) -> str:
    """Set the password that a form gives; return the token of a new session."""
    words = {name: given.get(name, "") for name in ("current", "wanted", "again")}
    return signin.choose_password(state.in_force(), account, address=address, **words)


def leave(token: str, _session: Session, address: str) -> None:
    """End this session."""
    signin.leave(state.in_force(), token, address)


def leave_everywhere(_token: str, session: Session, address: str) -> None:
    """End all sessions of the account."""
    signin.leave_everywhere(state.in_force(), session.account, address)


def _replace(earlier: str, token: str, address: str) -> str:
    """End the browser's earlier session; return the mark that says who signed in there."""
    db = state.in_force()
    if earlier and earlier != token:
        signin.leave(db, earlier, address)
    session = state.sessions.person(db, token, touch=False)
    return device.mark(session.account) if session and session.account.password else ""


def _in_language(onward: str) -> str:
    """The path, naming the language where it is not the setting's."""
    if i18n.language() == settings.get("language") or "lang=" in onward:
        return onward
    path, mark, rest = onward.partition("#")
    return f"{path}{'&' if '?' in path else '?'}lang={i18n.language()}{mark}{rest}"
