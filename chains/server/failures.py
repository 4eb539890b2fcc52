"""Errors that nobody expected: a number for the person, the place in the log, no word of data."""

import streamlit as st
from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chains import i18n, log
from chains.errors import N_, ChainsError
from chains.i18n import _
from chains.server import visit

FAILED = N_("Something in the program failed. Give the number {reference} to your administrator.")
UNEXPECTED = 1011  # of RFC 6455


class Failures:
    """Answer 500 with a reference number where an error comes out of the app."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on; what goes wrong goes no further than this."""
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except ClientDisconnect:
            return
        except Exception as error:  # noqa: BLE001  the last place where it can be told
            reference = log.bug(error)
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": UNEXPECTED})
            elif not started:
                await _answer(scope, reference)(scope, receive, send)


def show(error: Exception) -> bool:
    """Say on the page that its script failed, in our words instead of Streamlit's."""
    if isinstance(error, ChainsError):
        st.text(i18n.say(error))
    else:
        st.error(_(FAILED, reference=log.bug(error)), icon=":material/bug_report:")
    return True


def _answer(scope: Scope, reference: str) -> PlainTextResponse:
    with i18n.speaking(visit.language(scope)):
        return PlainTextResponse(_(FAILED, reference=reference), 500)
