"""The WebSocket of a page: no handshake without a live session, and no frame after its end."""

from contextlib import suppress

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from chains.errors import StateError
from chains.server import cookies, visit
from chains.signin import mode
from chains.state.sessions import Session

ENDED = "/sign-in?ended=1"
POLICY_VIOLATION = 1008  # of RFC 6455; before the handshake's end it is answered as HTTP 403


async def serve(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Let a WebSocket work whose session lives; lead one away whose session ended; else refuse."""
    known = not visit.foreign(scope)
    if known and await _admitted(scope):
        watch = Watch(scope, receive, send)
        await app(scope, watch.receive, watch.send)
    elif known and await _ended(scope):
        await _tell_ended(scope, receive, send)
    else:
        await send({"type": "websocket.close", "code": POLICY_VIOLATION})


class Watch:
    """The two ends of a WebSocket whose session is asked for again at every frame."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._scope, self._receive, self._send = scope, receive, send
        self._over = False

    async def receive(self) -> Message:
        """The next frame; where the session is gone, the way to the sign-in and the end."""
        message = await self._receive()
        if message["type"] != "websocket.receive" or await _admitted(self._scope):
            return message
        self._over = True
        await _part(self._send)
        return {"type": "websocket.disconnect", "code": POLICY_VIOLATION}

    async def send(self, message: Message) -> None:
        """What the dashboard says, until the end."""
        if not self._over:
            await self._send(message)


async def _tell_ended(scope: Scope, receive: Receive, send: Send) -> None:
    """Lead a page away that was open when its session ended; the dashboard hears nothing of it."""
    await receive()
    chosen = next(iter(scope["subprotocols"]), None)
    await send({"type": "websocket.accept", "subprotocol": chosen})
    await _part(send)


async def _part(send: Send) -> None:
    """The way to the sign-in, and the end."""
    with suppress(OSError):  # the browser is gone already
        await send({"type": "websocket.send", "bytes": _redirect(ENDED)})
        await send({"type": "websocket.close", "code": POLICY_VIOLATION})


async def _admitted(scope: Scope) -> bool:
    """Whether this WebSocket may go on."""
    chosen = mode.chosen()
    if chosen == mode.OPEN:
        return True
    try:
        session = await visit.session(scope)
    except StateError:  # what cannot be asked is not allowed
        return False
    return session is not None and _may_work(session, chosen)


async def _ended(scope: Scope) -> bool:
    """Whether the browser brings a session that is over."""
    with suppress(StateError):  # what cannot be asked is not known to be over
        return bool(cookies.read(scope, cookies.SESSION)) and await visit.session(scope) is None
    return False


def _may_work(session: Session, chosen: str) -> bool:
    waits = session.account.must_change and chosen != mode.OIDC
    return not waits and session.person.may("see")


def _redirect(url: str) -> bytes:
    """Streamlit's message that leads the browser to another page."""
    message = ForwardMsg()
    message.auth_redirect.url = url
    return bytes(message.SerializeToString())
