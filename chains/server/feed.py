"""/feed.atom: the newest alerts for a feed reader that knows a person's token."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from chains import access, alerts, state
from chains.access import Person
from chains.alerts.atom import FEED, updated
from chains.errors import N_, StateError
from chains.i18n import _, say, speaking
from chains.server import visit
from chains.server.threads import ask
from chains.signin import mode
from chains.state.feeds import Feed

NEWEST = 100  # alerts
KEPT = {"Cache-Control": "private, no-cache"}
UNKNOWN = N_(
    "This address of a feed is not, or no longer, known. Make a new one on the page Alerts."
)


def routes() -> list[Route]:
    """The one route; the token in its query is the only way in."""
    return [Route(FEED, answer)]


async def answer(request: Request) -> Response:
    """The feed of whoever the token belongs to, or that it is as the reader has it already."""
    with speaking(visit.language(request.scope)):
        token = request.query_params.get("token", "")
        base = f"{request.url.scheme}://{request.url.netloc}"
        try:
            found = await ask(_document, token, base)
        except StateError as error:
            return PlainTextResponse(say(error), 503)
        if found is None:
            return PlainTextResponse(_(UNKNOWN), 401, {"WWW-Authenticate": 'Token realm="feed"'})
    return _unless_known(request.headers, *found)


def _document(token: str, base: str) -> tuple[bytes, datetime] | None:
    """The document, and when its newest alert was found; None for a token that opens nothing."""
    db = state.in_force()
    feed = state.feeds.whose(db, token) if token else None
    person = _reader(db, feed) if feed else None
    if feed is None or person is None or not person.may("see"):
        return None
    newest = state.alerts.newest(db, person.name, limit=NEWEST)
    return alerts.feed(newest, base=base, key=feed.made_at.isoformat() + feed.person), updated(
        newest
    )


def _reader(db: state.State, feed: Feed) -> Person | None:
    """Whose feed it is, as the account stands at this moment."""
    if feed.account is None:
        return access.visitor() if mode.chosen() == mode.OPEN else None
    account = state.accounts.by_number(db, feed.account)
    return account.person if account else None


def _unless_known(asked: Mapping[str, str], body: bytes, changed: datetime) -> Response:
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    modified = changed.replace(tzinfo=UTC, microsecond=0)
    headers = {
        **KEPT,
        "ETag": tag,
        "Last-Modified": format_datetime(modified, usegmt=True),
    }
    if _known(asked, tag, modified):
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type="application/atom+xml")


def _known(asked: Mapping[str, str], tag: str, modified: datetime) -> bool:
    """Whether the reader has this document: by its tag, or, where it names none, by the time."""
    tags = asked.get("if-none-match")
    if tags is not None:
        return tags.strip() == "*" or tag in {
            one.strip().removeprefix("W/") for one in tags.split(",")
        }
    try:
        since = parsedate_to_datetime(asked.get("if-modified-since", ""))
    except ValueError:
        return False
    return (since if since.tzinfo else since.replace(tzinfo=UTC)) >= modified
