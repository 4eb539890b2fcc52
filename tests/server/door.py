"""A small app behind the real door, in a thread of its own, and a browser that fills in forms."""

import html
import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.types import ASGIApp
from starlette.websockets import WebSocket, WebSocketDisconnect

from chains.server import signin_routes
from chains.server.guard import Guard
from chains.server.limits import Limits

PAGE = {"Accept": "text/html,application/xhtml+xml"}
GOOD = "correct horse battery staple"
UPLOAD = "/_stcore/upload_file/session/file"


@dataclass
class Seen:
    """What came through the door to the app behind it."""

    paths: list[str] = field(default_factory=list)
    frames: list[bytes] = field(default_factory=list)
    bodies: list[int] = field(default_factory=list)


def small(seen: Seen) -> ASGIApp:
    """An app that notes what reaches it, behind the real routes, limits and guard."""

    async def anything(request: Request) -> Response:
        seen.paths.append(request.url.path)
        seen.bodies.append(len(await request.body()))
        return PlainTextResponse("inside")

    async def echo(browser: WebSocket) -> None:
        await browser.accept()
        try:
            while True:
                seen.frames.append(await browser.receive_bytes())
                await browser.send_bytes(seen.frames[-1])
        except WebSocketDisconnect:
            seen.frames.append(b"end")

    methods = ["GET", "POST", "PUT", "DELETE", "OPTIONS"]
    return Starlette(
        routes=[
            *signin_routes.routes(),
            WebSocketRoute("/_stcore/stream", echo),
            Route("/{path:path}", anything, methods=methods),
        ],
        middleware=[Middleware(Limits), Middleware(Guard)],
    )


@contextmanager
def serving(app: ASGIApp) -> Iterator[str]:
    """The app's address on loopback while the block runs."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        config = uvicorn.Config(
            app, log_level="warning", lifespan="off", http="h11", ws="websockets-sansio"
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(10)
            assert not thread.is_alive()


@contextmanager
def browser(url: str) -> Iterator[httpx.Client]:
    """A browser that keeps cookies and asks for pages."""
    with httpx.Client(
        base_url=url, headers=PAGE, follow_redirects=False, trust_env=False, timeout=30
    ) as client:
        yield client


def hidden(answer: httpx.Response) -> dict[str, str]:
    """The hidden fields of the first form of a page."""
    fields = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', answer.text)
    return {name: html.unescape(value) for name, value in reversed(fields)}


def alert(answer: httpx.Response) -> str:
    """The error that a page shows."""
    found = re.search(r'role="alert">([^<]*)<', answer.text)
    return html.unescape(found[1]) if found else ""


def sign_in(
    client: httpx.Client, name: str, password: str = GOOD, onward: str = "/"
) -> httpx.Response:
    """Fill the form in and send it."""
    form = hidden(client.get("/sign-in", params={"next": onward, "lang": "en"}))
    return client.post("/sign-in", data={**form, "name": name, "password": password})


def token(client: httpx.Client) -> str:
    """The session's token in the browser's cookie."""
    return client.cookies["chainboard"]


def socket_url(url: str) -> str:
    """Where the app's WebSocket answers."""
    return f"ws://{urlsplit(url).netloc}/_stcore/stream"


def raw(url: str, text: bytes, *, pause: float = 0, rest: bytes = b"") -> bytes:
    """What the server says to these bytes, word for word."""
    parts = urlsplit(url)
    with socket.create_connection((str(parts.hostname), int(parts.port or 0)), 20) as line:
        line.sendall(text)
        time.sleep(pause)
        with suppress(OSError):  # it may have hung up already
            line.sendall(rest)
        said = b""
        while part := line.recv(65536):
            said += part
    return said
