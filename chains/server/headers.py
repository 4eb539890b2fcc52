"""What every answer says to the browser about how far it may be trusted, and what it may do."""

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

import streamlit
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chains.server import cookies

SHELL = Path(streamlit.__file__).parent / "static" / "index.html"
INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
STARTS = {"http.response.start", "websocket.http.response.start"}
KEPT = ("/static/", "/favicon.png", "/sign-in/style.css")  # hold no data; the rest is not kept
OWN = "/feed.atom"  # says itself how a reader may keep it
YEAR = 365 * 24 * 3600
OFF = (
    "accelerometer",
    "autoplay",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "publickey-credentials-get",
    "screen-wake-lock",
    "usb",
    "xr-spatial-tracking",
)
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in OFF),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Headers:
    """Add the headers to every answer; a page that has a stricter policy of its own keeps it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and complete what is answered."""

        async def complete(message: Message) -> None:
            if message["type"] in STARTS:
                _complete(MutableHeaders(scope=message), scope)
            await send(message)

        await self.app(scope, receive, complete)


def _complete(headers: MutableHeaders, scope: Scope) -> None:
    for name, value in ALWAYS.items():
        headers[name] = value
    headers.setdefault("Content-Security-Policy", policy())
    if cookies.secure(scope):
        headers["Strict-Transport-Security"] = f"max-age={YEAR}"
        headers.raw[:] = [_sealed(name, value) for name, value in headers.raw]
    page = headers.get("Content-Type", "").startswith("text/html")
    if page or not (scope["path"].startswith(KEPT) or scope["path"] == OWN):
        headers["Cache-Control"] = "no-store"


def _sealed(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    """A cookie that goes over TLS only: Streamlit sets some that do not say so."""
    if name.lower() == b"set-cookie" and b"; secure" not in value.lower():
        return name, value + b"; Secure"
    return name, value


@cache
def policy() -> str:
    """What Streamlit's page may load and do: its own files, the one script that stands in it.

    Styles are set in the page by its own scripts, so they cannot be told apart from others. No text
    is evaluated as a program; protobuf.js compiles 200 bytes of WebAssembly for its 64-bit numbers.
    """
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' 'wasm-unsafe-eval' {' '.join(_digests())}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def _digests() -> list[str]:
    """Of each script that stands in the page itself, so that no other can."""
    scripts = INLINE.findall(SHELL.read_text(encoding="utf-8"))
    sums = [hashlib.sha256(script.encode()).digest() for script in scripts]
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in sums]
