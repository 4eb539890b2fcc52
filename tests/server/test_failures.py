"""An error that nobody expected: a number for the person, nothing of the data, all headers."""

import re
from collections.abc import Iterator

import httpx
import pytest
from door import serving
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket
from streamlit.testing.v1 import AppTest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from chains.server.failures import Failures
from chains.server.headers import Headers

CELL = "九一三三零一零六"
NUMBER = re.compile(r"[0-9A-F]{8}")


async def fail(_request: Request) -> Response:
    raise ValueError(CELL)


async def fail_early(_socket: WebSocket) -> None:
    raise ValueError(CELL)


@pytest.fixture
def url() -> Iterator[str]:
    """Where an app answers that always fails."""
    app = Starlette(
        routes=[Route("/", fail), WebSocketRoute("/stream", fail_early)],
        middleware=[Middleware(Headers), Middleware(Failures)],
    )
    with serving(app) as address:
        yield address


def test_an_error_in_a_route_is_500_with_a_number_and_all_headers(
    url: str, caplog: pytest.LogCaptureFixture
) -> None:
    answer = httpx.get(url, params={"lang": "en"}, trust_env=False)
    assert answer.status_code == 500
    assert CELL not in answer.text
    assert answer.headers["x-frame-options"] == "DENY"
    (number,) = NUMBER.findall(answer.text)
    assert [record.__dict__.get("reference") for record in caplog.records] == [number]


def test_an_error_before_a_websocket_is_open_refuses_it(url: str) -> None:
    with pytest.raises(InvalidStatus) as refusal:
        connect(url.replace("http", "ws") + "/stream", proxy=None)
    assert refusal.value.response.status_code == 403


def test_an_error_of_a_script_is_shown_as_a_number() -> None:
    def script() -> None:
        from chains.server.failures import show

        assert show(ValueError("九一三三零一零六")) is True

    page = AppTest.from_function(script).run()
    (error,) = page.error
    assert NUMBER.search(error.value)
    assert CELL not in error.value


def test_a_refusal_of_a_script_is_said_as_plain_text() -> None:
    def script() -> None:
        from chains.errors import UsageError
        from chains.server.failures import show

        assert show(UsageError("There is no edition {number}.", number="**7**")) is True

    page = AppTest.from_function(script).run()
    assert len(page.error) == 0
    (text,) = page.text
    assert "**7**" in text.value
