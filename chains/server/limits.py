"""How much a request may carry, and how long it may take to say it."""

from typing import Any

from anyio import fail_after
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chains import settings

KB, MB = 1024, 1024 * 1024
FORM_KB = 16
TIMES = 2  # a file that is too large still comes in, to be refused in our own words
SLACK_MB = 1  # what stands around a file in an upload
FORMS = ("/sign-in", "/sign-out")
UPLOADS = "/_stcore/upload_file/"
FORM_SECONDS = 15  # for the whole form
CHUNK_SECONDS = 60  # for the next part of anything else


class Limits:
    """Answer 413 to a body that is too large and 408 to one that is too slow."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on with a body that keeps the limits."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif _declared(scope) > largest(scope["path"]):
            await _answer(413)(scope, receive, send)
        elif scope["path"].startswith(FORMS):
            await self._form(scope, receive, send)
        else:
            await self._stream(scope, receive, send)

    async def _form(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Wait for the whole body first: it is small."""
        try:
            with fail_after(FORM_SECONDS):
                body = await _whole(receive, largest(scope["path"]))
        except TimeoutError:
            await _answer(408)(scope, receive, send)
        except Broken as broken:
            await _answer(broken.status)(scope, receive, send)
        else:
            if body is not None:
                await self.app(scope, _again(body, receive), send)

    async def _stream(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the body on as it comes, and what the app says unless the body broke a limit."""
        counted = Counted(receive, send, largest(scope["path"]))
        try:
            await self.app(scope, counted.receive, counted.send)
        except Broken:
            if counted.started:
                raise
        if counted.status and not counted.started:
            await _answer(counted.status)(scope, receive, send)


class Broken(Exception):
    """A body broke a limit; `status` says which."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Counted:
    """A request's two ends: what comes in is counted, nothing goes out once it broke a limit."""

    def __init__(self, receive: Receive, send: Send, most: int) -> None:
        self._receive, self._send, self._left = receive, send, most
        self._ended = self.started = False
        self.status = 0

    async def receive(self) -> Message:
        """The next part of the body; Broken when it is late or one too many."""
        try:
            with fail_after(None if self._ended else CHUNK_SECONDS):
                message = await self._receive()
        except TimeoutError as error:
            self.status = 408
            raise Broken(408) from error
        self._left -= len(message.get("body", b""))
        self._ended = not message.get("more_body", False)
        if self._left < 0:
            self.status = 413
            raise Broken(413)
        return message

    async def send(self, message: Message) -> None:
        """What the app says; what it says of a body that broke a limit is left out."""
        if self.started or not self.status:
            self.started = True
            await self._send(message)


def largest(path: str) -> int:
    """The most bytes of a body at this path."""
    if path.startswith(FORMS):
        return FORM_KB * KB
    upload = settings.number("upload_mb") * TIMES + SLACK_MB
    return int(upload) * MB if path.startswith(UPLOADS) else MB


def _declared(scope: Scope) -> int:
    """The length that the request says it has; 0 when it says none."""
    said = dict(scope["headers"]).get(b"content-length", b"")
    return int(said) if said.isdigit() else 0


async def _whole(receive: Receive, most: int) -> bytes | None:
    """The body; None when the browser went away before its end."""
    body, more = bytearray(), True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > most:
            raise Broken(413)
    return bytes(body)


def _again(body: bytes, receive: Receive) -> Receive:
    """Say the body once more, then what comes after it."""
    waiting: list[dict[str, Any]] = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return waiting.pop() if waiting else await receive()

    return again


def _answer(status: int) -> PlainTextResponse:
    said = {408: "The request took too long.", 413: "The request is too large."}[status]
    return PlainTextResponse(said, status, headers={"Connection": "close"})
