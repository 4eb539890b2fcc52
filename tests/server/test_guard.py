"""The door: what is free, what is not, and what a WebSocket loses when its session ends."""

from datetime import timedelta
from urllib.parse import urlsplit

import door
import httpx
import pytest
from starlette.types import Scope
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from chains import state
from chains.access import ACTIONS, ROLES
from chains.server import limits, socket, visit
from chains.state import State


def open_socket(url: str, token: str = "", origin: str | None = None) -> ClientConnection:
    cookie = {"Cookie": f"chainboard={token}"} if token else {}
    return connect(
        door.socket_url(url), additional_headers=cookie, origin=origin, proxy=None, max_size=None
    )


def refusal(url: str, token: str = "", origin: str | None = None) -> int:
    """The HTTP status of a handshake that was refused."""
    with pytest.raises(InvalidStatus) as caught, open_socket(url, token, origin):
        pass
    return caught.value.response.status_code


def led_away(url: str, token: str) -> bool:
    """Whether a handshake is answered with the way to the sign-in and the end, and nothing else."""
    with open_socket(url, token, url) as line:
        first = ForwardMsg.FromString(bytes(line.recv(20)))
        with pytest.raises(ConnectionClosed):
            line.recv(20)
    return bool(first.auth_redirect.url == "/sign-in?ended=1")


def session(db: State, name: str) -> str:
    account = state.accounts.find(db, name)
    assert account is not None
    return state.sessions.start(db, account.account, "127.0.0.1")


def test_without_a_session_a_page_leads_to_the_sign_in_and_back(
    client: httpx.Client, seen: door.Seen
) -> None:
    answer = client.get("/chain?chain=低空&x=1")
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in?next=/chain%3Fchain%3D%25E4")
    onward = door.hidden(client.get(answer.headers["location"]))["next"]
    assert onward == "/chain?chain=%E4%BD%8E%E7%A9%BA&x=1"
    assert client.get("/").headers["location"] == "/sign-in"
    assert seen.paths == []


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"])
def test_without_a_session_anything_else_is_401(
    client: httpx.Client, seen: door.Seen, method: str
) -> None:
    for path in (
        "/media/x.png",
        "/_stcore/health",
        "/static/js/a.js",
        door.UPLOAD,
        "/",
        "//",
        "/%2e%2e/",
    ):
        answer = client.request(method, client.base_url.join(path), headers={"Accept": "*/*"})
        assert answer.status_code == 401
    assert seen.paths == []


@pytest.mark.parametrize(
    "path",
    [
        "/sign-in/../_stcore/health",
        "/sign-in/%2e%2e/media/x",
        "/sign-in%2f..%2fmedia",
        "/sign-in/x",
        "/sign-in/",
        "/sign-in;x",
        "/sign-inx",
        "/healthz/../x",
        "/healthz/x",
        "/Sign-In",
        "/auth/login",
        "/oauth2callback",
        "//sign-in",
        "/./sign-in",
    ],
)
def test_what_only_looks_free_is_not(url: str, seen: door.Seen, path: str) -> None:
    host = urlsplit(url).netloc
    said = door.raw(
        url, f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode()
    )
    assert said.split(b"\r\n", 1)[0].split()[1] in {b"401", b"400"}
    assert seen.paths == []


@pytest.mark.parametrize("made_up", ["x", "é", "a" * 5000, "' or 1=1 --", "%00", "null", '""'])
def test_a_forged_cookie_opens_nothing(url: str, seen: door.Seen, made_up: str) -> None:
    cookie = {"Cookie": f"chainboard={made_up}".encode(), "Accept": "*/*"}
    assert httpx.get(f"{url}/", headers=cookie, trust_env=False).status_code == 401
    assert seen.paths == []


def test_the_digest_in_the_database_is_no_cookie(url: str, db: State) -> None:
    from chains.state import tokens

    digest = tokens.digest(session(db, "leader"))
    assert led_away(url, digest)


@pytest.mark.parametrize("role", list(ROLES))
def test_a_file_is_taken_from_whom_the_table_lets_upload(
    client: httpx.Client, db: State, seen: door.Seen, role: str
) -> None:
    door.sign_in(client, role)
    may = role in ACTIONS["upload"][1]
    for method in ("PUT", "POST", "DELETE"):
        answer = client.request(method, door.UPLOAD, content=b"x")
        assert answer.status_code == (200 if may else 403)
    assert bool(seen.paths) == may
    refused = state.audit.search(db, action="upload", outcome="refused")
    assert [entry.person for entry in refused] == ([] if may else [role] * 3)


def test_who_has_no_role_sees_nothing(client: httpx.Client, url: str, seen: door.Seen) -> None:
    door.sign_in(client, "roleless")
    assert client.get("/").status_code == 403
    assert refusal(url, door.token(client)) == 403
    assert seen.paths == []


def test_a_page_of_another_origin_cannot_write(client: httpx.Client, seen: door.Seen) -> None:
    door.sign_in(client, "liaison")
    for origin in ("http://evil.example", "http://127.0.0.1:1", "http://127.0.0.1.evil.example"):
        answer = client.put(door.UPLOAD, content=b"x", headers={"Origin": origin})
        assert answer.status_code == 403
    assert seen.paths == []


@pytest.mark.parametrize(
    ("origin", "foreign"),
    [
        (None, False),
        ("http://board.example", False),
        ("https://BOARD.example", False),
        ("http://board.example:81", True),
        ("http://evil.example", True),
        ("http://board.example@evil.example", True),
        ("null", True),
        ("", True),
        ("board.example", True),
    ],
)
def test_an_origin_is_the_host_or_foreign(origin: str | None, foreign: bool) -> None:  # noqa: FBT001  a column of the table
    headers = [(b"host", b"board.example")]
    headers += [(b"origin", origin.encode())] if origin is not None else []
    scope: Scope = {"type": "websocket", "headers": headers}
    assert visit.foreign(scope) is foreign


def test_a_socket_needs_a_session_and_the_same_origin(url: str, db: State, seen: door.Seen) -> None:
    token = session(db, "leader")
    assert refusal(url) == 403
    assert led_away(url, "forged")
    assert refusal(url, token, "http://evil.example") == 403
    assert refusal(url, token, "null") == 403
    assert refusal(url, session(db, "fresh")) == 403
    with open_socket(url, token, url) as line:
        line.send(b"hello")
        assert line.recv(5) == b"hello"
    assert seen.frames[0] == b"hello"


def test_in_an_open_city_a_socket_needs_the_same_origin_only(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHAINS_ACCESS", "open")
    assert refusal(url, "", "http://evil.example") == 403
    with open_socket(url) as line:
        line.send(b"hello")
        assert line.recv(5) == b"hello"


def sign_out(db: State, token: str) -> None:
    state.sessions.end(db, token)


def disable(db: State, _token: str) -> None:
    account = state.accounts.find(db, "leader")
    assert account is not None
    state.accounts.change(db, account.account, disabled=True)


def new_password(db: State, _token: str) -> None:
    account = state.accounts.find(db, "leader")
    assert account is not None
    state.accounts.change(db, account.account, password=account.password)


def take_roles(db: State, _token: str) -> None:
    account = state.accounts.find(db, "leader")
    assert account is not None
    state.accounts.change(db, account.account, roles=set())


@pytest.mark.parametrize("end", [sign_out, disable, new_password, take_roles])
def test_an_open_socket_ends_with_its_session(
    url: str, db: State, seen: door.Seen, end: "type[sign_out]"
) -> None:
    token = session(db, "leader")
    with open_socket(url, token, url) as line:
        line.send(b"before")
        assert line.recv(5) == b"before"
        end(db, token)
        line.send(b"after")
        said = ForwardMsg.FromString(bytes(line.recv(5)))
        assert said.auth_redirect.url == "/sign-in?ended=1"
        with pytest.raises(ConnectionClosed) as closed:
            line.recv(5)
    assert closed.value.rcvd is not None and closed.value.rcvd.code == 1008
    assert seen.frames == [b"before", b"end"]


def test_an_open_socket_ends_when_the_session_runs_out(
    url: str, db: State, seen: door.Seen, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = session(db, "leader")
    with open_socket(url, token, url) as line:
        for _ in range(3):  # asking is no click
            line.send(b"poll")
            line.recv(5)
        real = state.sessions.now
        monkeypatch.setattr(state.sessions, "now", lambda: real() + timedelta(minutes=61))
        line.send(b"after")
        assert ForwardMsg.FromString(bytes(line.recv(5))).auth_redirect.url == socket.ENDED
    assert seen.frames[:3] == [b"poll"] * 3 and b"after" not in seen.frames


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/sign-in", 16 * 1024),
        ("/sign-out-everywhere", 16 * 1024),
        ("/anything", 1024 * 1024),
        (door.UPLOAD, 129 * 1024 * 1024),
    ],
)
def test_a_body_has_a_largest_size(path: str, most: int) -> None:
    assert limits.largest(path) == most


def parts(size: int) -> list[bytes]:
    """A body that does not say its length."""
    return [b"x" * 1024] * (size // 1024)


def said(client: httpx.Client, method: str, path: str, content: bytes | list[bytes]) -> int:
    """The status of the answer; 413 also where the line was cut while the body was on its way."""
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    try:
        with client.stream(method, path, content=content, headers=kind) as answer:
            return answer.status_code
    except (httpx.NetworkError, httpx.RemoteProtocolError):
        return 413


def test_a_body_that_is_too_large_is_refused_whatever_it_says_of_itself(
    client: httpx.Client, db: State, seen: door.Seen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHAINS_UPLOAD_MB", "1")
    for size in (17 * 1024, 5 * 1024 * 1024):
        assert said(client, "POST", "/sign-in", b"x" * size) == 413
        assert said(client, "POST", "/sign-in", parts(size)) == 413
    client.cookies.set("chainboard", session(db, "liaison"))
    for path, size in (("/thing", 2 * 1024 * 1024), (door.UPLOAD, 4 * 1024 * 1024)):
        assert said(client, "PUT", path, b"x" * size) == 413
        assert said(client, "PUT", path, parts(size)) == 413
    assert seen.bodies == []
    assert client.put(door.UPLOAD, content=parts(1024 * 1024)).status_code == 200
    assert seen.bodies == [1024 * 1024]


def test_a_slow_form_is_given_up(
    url: str, seen: door.Seen, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert limits.FORM_SECONDS == 15
    monkeypatch.setattr(limits, "FORM_SECONDS", 0.5)
    host = urlsplit(url).netloc
    head = f"POST /sign-in HTTP/1.1\r\nHost: {host}\r\nContent-Length: 100\r\n\r\nname="
    assert door.raw(url, head.encode(), pause=1).startswith(b"HTTP/1.1 408")
    assert seen.paths == []


def test_a_slow_upload_is_given_up(
    url: str, db: State, seen: door.Seen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "CHUNK_SECONDS", 0.5)
    host, token = urlsplit(url).netloc, session(db, "liaison")
    head = (
        f"PUT {door.UPLOAD} HTTP/1.1\r\nHost: {host}\r\nCookie: chainboard={token}\r\n"
        "Content-Length: 100\r\n\r\nsome"
    )
    assert door.raw(url, head.encode(), pause=1).startswith(b"HTTP/1.1 408")
    assert seen.bodies == []


def test_where_the_state_does_not_answer_nobody_gets_in(
    client: httpx.Client, url: str, db: State, seen: door.Seen, monkeypatch: pytest.MonkeyPatch
) -> None:
    from chains.errors import StateError

    def away(*_values: object, **_named: object) -> None:
        raise StateError("The state database does not answer.")

    token = session(db, "leader")
    with open_socket(url, token, url) as line:
        monkeypatch.setattr(state.sessions, "person", away)
        line.send(b"after")
        assert ForwardMsg.FromString(bytes(line.recv(5))).auth_redirect.url == socket.ENDED
    client.cookies.set("chainboard", token)
    answer = client.get("/")
    assert (answer.status_code, answer.text) == (503, "The state database does not answer.")
    assert refusal(url, token) == 403
    assert b"after" not in seen.frames and seen.paths == []
